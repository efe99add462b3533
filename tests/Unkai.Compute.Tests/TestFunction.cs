using System.Text;
using System.Text.Json;

namespace Unkai.Compute.Tests;

/// <summary>A function written in a test, with its log.</summary>
internal sealed class TestFunction
{
    private readonly FunctionPool _pool;

    private TestFunction(FunctionPool pool, FunctionDefinition definition, CollectedLog log) => (_pool, Definition, Log) = (pool, definition, log);

    public FunctionDefinition Definition { get; private set; }

    public CollectedLog Log { get; }

    public static TestFunction Python(Machine machine, FunctionPool pool, string code) => Of(machine, pool, "python3.11", "app.handler", ("app.py", code));

    public static TestFunction Node(Machine machine, FunctionPool pool, string code, string file = "index.js") =>
        Of(machine, pool, "nodejs20.x", "index.handler", (file, code));

    public static TestFunction Bash(Machine machine, FunctionPool pool, string code) => Of(machine, pool, "provided.al2023", "own.handler", ("bootstrap", code));

    public static TestFunction DotNet(Machine machine, FunctionPool pool, string handler)
    {
        var function = Of(machine, pool, "dotnet10", handler);
        return function.With(definition => definition with
        {
            CodeDirectory = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../SampleFunction", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)))),
        });
    }

    public static TestFunction Of(Machine machine, FunctionPool pool, string runtime, string handler, params (string Path, string Text)[] files)
    {
        var id = CryptographicRandomSource.Instance.NextHex(12);
        var folder = Directory.CreateDirectory(Path.Combine(machine.Folder, "code", id)).FullName;
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }

        var log = new CollectedLog();
        return new TestFunction(pool, new FunctionDefinition
        {
            FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:fn-" + id,
            Name = "fn-" + id,
            RevisionKey = "1",
            Runtime = runtime,
            Handler = handler,
            CodeDirectory = folder,
            LogSink = log,
            MemoryMegabytes = 256,
            Timeout = TimeSpan.FromSeconds(30),
        }, log);
    }

    public TestFunction With(Func<FunctionDefinition, FunctionDefinition> change)
    {
        Definition = change(Definition);
        return this;
    }

    public TestFunction WithTimeout(int seconds) => With(definition => definition with { Timeout = TimeSpan.FromSeconds(seconds) });

    public Task<InvocationResult> InvokeAsync(string payload = "{}", Func<InvokeContext, InvokeContext>? change = null, CancellationToken? cancellation = null)
    {
        var context = new InvokeContext
        {
            RequestId = CryptographicRandomSource.Instance.NextGuid().ToString(),
            InvokedFunctionArn = Definition.FunctionArn,
        };
        return _pool.InvokeAsync(Definition, Encoding.UTF8.GetBytes(payload), change?.Invoke(context) ?? context, cancellation ?? TestContext.Current.CancellationToken);
    }

    public async Task<string> CallAsync(string payload = "{}")
    {
        var result = await InvokeAsync(payload);
        Assert.True(result.Status == InvocationStatus.Succeeded, $"{result.Status} {result.Reason} {Text(result)}\n{string.Join('\n', Log.Texts)}");
        return Text(result);
    }

    public static string Text(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    public static JsonElement Json(InvocationResult result) => JsonDocument.Parse(result.Payload).RootElement;
}
