namespace Unkai.Compute.Tests;

public sealed class CustomRuntimes(Machine machine)
{
    // The runtime that Lambda's developer guide shows for provided.*, with curl.
    private const string Runtime = """
        #!/bin/bash
        set -euo pipefail
        while true; do
          HEADERS="$(mktemp)"
          EVENT=$(curl -sS -LD "$HEADERS" "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/next")
          ID=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$HEADERS" | tr -d '[:space:]' | cut -d: -f2)
          if [ "$EVENT" = '"fail"' ]; then
            curl -sS -X POST "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$ID/error" -H 'Lambda-Runtime-Function-Error-Type: Own.Error' -d '{"errorMessage":"as asked","errorType":"Own"}'
          elif [ "$EVENT" = '"chunked"' ]; then
            echo '"in chunks"' | curl -sS -X POST "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$ID/response" -H 'Transfer-Encoding: chunked' -H 'Lambda-Runtime-Function-Response-Mode: streaming' -d @-
          elif [ "$EVENT" = '"large"' ]; then
            head -c 6000000 /dev/zero | tr '\0' x | curl -sS -X POST "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$ID/response" --data-binary @-
          else
            echo "handler $_HANDLER"
            curl -sS -X POST "http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/$ID/response" -d "{\"echo\":$EVENT}"
          fi
        done
        """;

    public static TheoryData<SandboxKind> Kinds => [SandboxKind.Process, SandboxKind.Bubblewrap];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_bash_bootstrap_with_curl_works(SandboxKind kind)
    {
        var function = TestFunction.Bash(machine, machine.Pool(kind), Runtime);

        Assert.Equal("""{"echo":{"a":1}}""", await function.CallAsync("""{"a":1}"""));
        Assert.Contains("handler own.handler", function.Log.Texts);
        Assert.Equal("\"in chunks\"", await function.CallAsync("\"chunked\""));
        Assert.Equal(6_000_000, (await function.CallAsync("\"large\"")).Length);
        var failed = await function.InvokeAsync("\"fail\"");
        Assert.Equal(("Unhandled", "Own.Error"), (failed.FunctionError, failed.ErrorType));
        Assert.Null(failed.InitDuration);
    }

    [Fact]
    public async Task A_package_without_bootstrap_has_an_invalid_entrypoint()
    {
        var function = TestFunction.Of(machine, machine.Pool(SandboxKind.Bubblewrap), "provided.al2", "x", ("readme", ""));
        var result = await function.InvokeAsync("{}", static context => context with { RequestId = "r-1" });

        Assert.Equal("""{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: r-1 Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}""", TestFunction.Text(result));
    }

    [Fact]
    public async Task A_bootstrap_that_ends_at_once_is_an_exit_error()
    {
        var function = TestFunction.Bash(machine, machine.Pool(SandboxKind.Bubblewrap), "#!/bin/bash\necho starting\nexit 7");
        var result = await function.InvokeAsync();

        Assert.Equal("Runtime.ExitError", result.ErrorType);
        Assert.Contains("exit status 7", TestFunction.Text(result), StringComparison.Ordinal);
        Assert.Contains("starting", function.Log.Texts);
        Assert.Contains(function.Log.Texts, static text => text.StartsWith("INIT_REPORT Init Duration: ", StringComparison.Ordinal) && text.EndsWith("\tPhase: init\tStatus: error\tError Type: Runtime.ExitError", StringComparison.Ordinal));
    }
}
