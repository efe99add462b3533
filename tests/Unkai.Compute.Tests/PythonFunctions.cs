using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unkai.Compute.Tests;

public sealed partial class PythonFunctions(Machine machine)
{
    public static TheoryData<SandboxKind> Kinds => [SandboxKind.Process, SandboxKind.Bubblewrap];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_function_answers_and_stays_warm(SandboxKind kind)
    {
        var function = TestFunction.Python(machine, machine.Pool(kind), """
            calls = 0
            def handler(event, context):
                global calls
                calls += 1
                return {"calls": calls, "event": event}
            """);

        Assert.Equal("""{"calls": 1, "event": {"a": [1, "\u00e9"]}}""", await function.CallAsync("""{"a":[1,"é"]}"""));
        var warm = await function.InvokeAsync("null");

        Assert.Equal("""{"calls": 2, "event": null}""", TestFunction.Text(warm));
        Assert.Null(warm.InitDuration);
    }

    [Fact]
    public async Task The_log_has_Lambdas_lines_in_Lambdas_format()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), """
            import logging, os, sys
            def handler(event, context):
                print("hello")
                print("to stderr", file=sys.stderr)
                logging.warning("careful\nnow")
                print("no line end", end="")
            """);
        var id = "";
        var result = await function.InvokeAsync("{}", context => context with { RequestId = id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd" });

        var texts = function.Log.Texts;
        Assert.Matches(@"^INIT_START Runtime Version: python:3\.11\.unkai\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:", texts[0]);
        Assert.Equal(
            [$"START RequestId: {id} Version: $LATEST", "hello", "to stderr"],
            texts.Skip(1).Take(3));
        Assert.Matches($@"^\[WARNING\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{{3}}Z\t{id}\tcareful\nnow$", texts[4]);
        Assert.Equal(["no line end", $"END RequestId: {id}"], texts.Skip(5).Take(2));
        Assert.Matches(ReportLine(), texts[7]);
        Assert.Equal(8, texts.Count);
        Assert.StartsWith("START RequestId", System.Text.Encoding.UTF8.GetString(result.LogTail.Span), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}$", function.Log.Lines[0].LogStream);
    }

    [Fact]
    public async Task The_context_and_the_environment_are_Lambdas()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), """
            import os
            def handler(event, c):
                return {"ms": 0 < c.get_remaining_time_in_millis() <= 30000, "name": c.function_name, "arn": c.invoked_function_arn,
                    "memory": c.memory_limit_in_mb, "id": c.aws_request_id, "identity": c.identity.cognito_identity_id,
                    "custom": c.client_context.custom, "version": c.function_version, "group": c.log_group_name,
                    "stream": c.log_stream_name, "env": dict(os.environ), "cwd": os.getcwd(), "user": os.getuid()}
            """).With(definition => definition with { Environment = new Dictionary<string, string> { ["STAGE"] = "blue" } });
        var result = await function.InvokeAsync("{}", context => context with
        {
            ClientContext = """{"custom":{"k":"v"}}""",
            CognitoIdentity = """{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}""",
            TraceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
        });

        var answer = TestFunction.Json(result);
        Assert.True(answer.GetProperty("ms").GetBoolean());
        Assert.Equal(function.Definition.Name, answer.GetProperty("name").GetString());
        Assert.Equal("256", answer.GetProperty("memory").GetString());
        Assert.Equal("v", answer.GetProperty("custom").GetProperty("k").GetString());
        Assert.Equal("i", answer.GetProperty("identity").GetString());
        Assert.Equal("/aws/lambda/" + function.Definition.Name, answer.GetProperty("group").GetString());
        Assert.Equal(result.LogStream, answer.GetProperty("stream").GetString());
        var variables = answer.GetProperty("env");
        Assert.Equal("blue", variables.GetProperty("STAGE").GetString());
        Assert.Equal("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", variables.GetProperty("_X_AMZN_TRACE_ID").GetString());
        Assert.Equal("AWS_Lambda_python3.11", variables.GetProperty("AWS_EXECUTION_ENV").GetString());
        Assert.Equal("/var/task", variables.GetProperty("LAMBDA_TASK_ROOT").GetString());
        Assert.DoesNotContain(variables.EnumerateObject(), static variable => variable.Name.StartsWith("UNKAI", StringComparison.Ordinal) || variable.Name is "HOME" or "USER" or "PYENV_ROOT");
    }

    [Theory]
    [InlineData("def handler(e, c): raise ValueError('boom')", "app.handler", "ValueError", "boom")]
    [InlineData("import nowhere", "app.handler", "Runtime.ImportModuleError", "Unable to import module 'app': No module named 'nowhere'")]
    [InlineData("x = 1", "app.handler", "Runtime.HandlerNotFound", "Handler 'handler' missing on module 'app'")]
    [InlineData("x = 1", "app", "Runtime.MalformedHandlerName", "Bad handler 'app': not enough values to unpack (expected 2, got 1)")]
    [InlineData("def handler(:", "app.handler", "Runtime.UserCodeSyntaxError", "Syntax error in module 'app': invalid syntax (app.py, line 1)")]
    [InlineData("def handler(e, c): return {1, 2}", "app.handler", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable")]
    public async Task An_error_is_reported_in_Lambdas_words(string code, string handler, string type, string message)
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), code).With(definition => definition with { Handler = handler });
        var result = await function.InvokeAsync();

        Assert.Equal(("Unhandled", type), (result.FunctionError, result.ErrorType));
        var document = TestFunction.Json(result);
        Assert.Equal((type, message), (document.GetProperty("errorType").GetString(), document.GetProperty("errorMessage").GetString()));
        Assert.Equal(JsonValueKind.Array, document.GetProperty("stackTrace").ValueKind);
        Assert.Contains(function.Log.Texts, text => text.StartsWith($"[ERROR] {type}: {message}\nTraceback (most recent call last):", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sys.exit(3)", "Runtime exited with error: exit status 3")]
    [InlineData("sys.exit(0)", "Runtime exited without providing a reason")]
    [InlineData("os.abort()", "Runtime exited with error: signal: aborted")]
    public async Task A_process_that_ends_is_a_crash(string code, string message)
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), $"import os, sys\ndef handler(e, c): {code}");
        var result = await function.InvokeAsync("{}", static context => context with { RequestId = "r-1" });

        Assert.Equal(InvocationStatus.Crashed, result.Status);
        Assert.Equal($$"""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r-1 Error: {{message}}"}""", TestFunction.Text(result));
        Assert.Contains($"RequestId: r-1 Error: {message}\nRuntime.ExitError", function.Log.Texts);
        Assert.EndsWith("Status: error\tError Type: Runtime.ExitError", function.Log.Texts[^1], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_timeout_kills_the_process_and_its_children(SandboxKind kind)
    {
        var function = TestFunction.Python(machine, machine.Pool(kind), """
            import subprocess
            def handler(event, context):
                subprocess.Popen(["sleep", event])
                while True: pass
            """).WithTimeout(1);
        var marker = "31536" + CryptographicRandomSource.Instance.Next(100_000);
        var result = await function.InvokeAsync($"\"{marker}\"", static context => context with { RequestId = "r-1" });

        Assert.Equal(InvocationStatus.TimedOut, result.Status);
        Assert.Equal("""{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: r-1 Error: Task timed out after 1.00 seconds"}""", TestFunction.Text(result));
        Assert.Equal(TimeSpan.FromSeconds(1), result.Duration);
        Assert.Contains(function.Log.Texts, static text => text.EndsWith("Z r-1 Task timed out after 1.00 seconds\n", StringComparison.Ordinal));
        Assert.EndsWith("\tStatus: timeout", function.Log.Texts[^1], StringComparison.Ordinal);
        await Processes.NoneHasAsync(marker);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Too_much_memory_kills(SandboxKind kind)
    {
        var function = TestFunction.Python(machine, machine.Pool(kind), """
            def handler(event, context):
                kept = []
                while True: kept.append(bytearray(b"x" * 10_000_000))
            """).With(static definition => definition with { MemoryMegabytes = 128 });
        var result = await function.InvokeAsync("{}", static context => context with { RequestId = "r-1" });

        Assert.Equal(InvocationStatus.OutOfMemory, result.Status);
        Assert.Equal("""{"errorType":"Runtime.ExitError","errorMessage":"RequestId: r-1 Error: Runtime exited with error: signal: killed"}""", TestFunction.Text(result));
        Assert.Equal(128, result.MemoryUsedMegabytesMax);
    }

    [Fact]
    public async Task What_lies_in_tmp_does_not_count_as_memory()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), """
            def handler(event, context):
                with open("/tmp/big", "wb") as file:
                    for _ in range(30): file.write(b"x" * 10_000_000)
                return "written"
            """).With(static definition => definition with { MemoryMegabytes = 128 });

        Assert.Equal("\"written\"", await function.CallAsync());
    }

    [Fact]
    public async Task An_answer_over_six_megabytes_is_refused_and_the_environment_lives_on()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), """
            def handler(event, context): return "x" * event
            """);
        var tooLarge = await function.InvokeAsync("7000000");

        Assert.Equal("""{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size (7000002 bytes) exceeded maximum allowed payload size (6291556 bytes)."}""", TestFunction.Text(tooLarge));
        var fits = await function.InvokeAsync("6291554");
        Assert.Equal(FunctionPool.ResponseBytesMax, fits.Payload.Length);
        Assert.Null(fits.InitDuration);
    }

    [Fact]
    public async Task A_large_event_arrives_whole()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), "def handler(event, context): return len(event)");
        Assert.Equal("6000000", await function.CallAsync('"' + new string('x', 6_000_000) + '"'));
    }

    [Fact]
    public async Task Boto3_can_be_imported()
    {
        var function = TestFunction.Python(machine, machine.Pool(SandboxKind.Bubblewrap), """
            import importlib.util
            def handler(event, context): return importlib.util.find_spec("boto3") is not None
            """);
        Assert.Equal("true", await function.CallAsync());
    }

    [Fact]
    public async Task A_module_in_a_folder_is_a_handler_too()
    {
        var pool = machine.Pool(SandboxKind.Bubblewrap);
        var function = TestFunction.Of(machine, pool, "python3.11", "pkg/mod.run", ("pkg/mod.py", "def run(e, c): return 'in pkg'"));
        Assert.Equal("\"in pkg\"", await function.CallAsync());
    }

    [GeneratedRegex(@"^REPORT RequestId: \S+\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms\t$")]
    private static partial Regex ReportLine();
}
