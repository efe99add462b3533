namespace Unkai.Compute.Bench;

/// <summary>A function that does nothing, the same interpreter behind a pipe, and the interpreter's bare start.</summary>
internal sealed record Subject(FunctionDefinition Definition, ProcessCommand? Pipe, ProcessCommand? Start)
{
    private static readonly string s_path = Environment.GetEnvironmentVariable("PATH") ?? "";

    public static IEnumerable<Subject> All(string folder)
    {
        yield return new Subject(
            Function(folder, "python3.11", "app.handler", "app.py", "def handler(event, context): return None"),
            Command("python3", "-S", "-c", "import sys\ni, o = sys.stdin.buffer, sys.stdout.buffer\nfor line in i:\n o.write(line); o.flush()"),
            Command("python3", "-S", "-c", "pass"));
        yield return new Subject(
            Function(folder, "nodejs20.x", "index.handler", "index.js", "exports.handler = async () => null;"),
            Command("node", "-e", "process.stdin.on('data', (d) => process.stdout.write(d))"),
            Command("node", "-e", "0"));
        yield return new Subject(
            Function(folder, "dotnet10", "SampleFunction::SampleFunction.Handlers::Echo", null, "") with
            {
                CodeDirectory = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../SampleFunction/debug")),
            },
            null,
            null);
        yield return new Subject(
            Function(folder, "provided.al2023", "x", "bootstrap", """
                #!/bin/bash
                # bash alone: one connection, kept.
                IFS=: read -r host port <<< "$AWS_LAMBDA_RUNTIME_API"
                exec 3<>"/dev/tcp/$host/$port"
                while true; do
                  printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: r\r\n\r\n' >&3
                  while read -r line <&3 && line=${line%$'\r'} && [ -n "$line" ]; do
                    case "$line" in Lambda-Runtime-Aws-Request-Id:*) id=${line#*: };; Content-Length:*) length=${line#*: };; esac
                  done
                  read -r -N "$length" event <&3
                  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\r\nHost: r\r\nContent-Length: 4\r\n\r\nnull' "$id" >&3
                  while read -r line <&3 && line=${line%$'\r'} && [ -n "$line" ]; do :; done
                  read -r line <&3
                done
                """),
            null,
            Command("bash", "-c", ":"));
    }

    private static FunctionDefinition Function(string folder, string runtime, string handler, string? file, string code)
    {
        var package = Directory.CreateDirectory(Path.Combine(folder, runtime)).FullName;
        if (file is not null)
        {
            File.WriteAllText(Path.Combine(package, file), code);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path.Combine(package, file), (UnixFileMode)0b111_101_101);
            }
        }

        return new FunctionDefinition
        {
            FunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:" + runtime,
            Name = runtime,
            RevisionKey = "1",
            Runtime = runtime,
            Handler = handler,
            CodeDirectory = package,
            MemoryMegabytes = 512,
            Timeout = TimeSpan.FromSeconds(30),
        };
    }

    private static ProcessCommand Command(string name, params string[] arguments)
    {
        // The version managers' shims are no part of the floor: python3 and node tell where they really are.
        string[] question = name switch
        {
            "python3" => ["-c", "import sys; print(sys.executable)"],
            "node" => ["-p", "process.execPath"],
            _ => ["-c", "command -v " + name],
        };
        var environment = new Dictionary<string, string> { ["PATH"] = s_path, ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/" };
        using var asked = ProcessLauncher.Instance.Start(new ProcessCommand { FileName = name, Arguments = question, Environment = environment })!;
        using var reader = new StreamReader(asked.Output);
        return new ProcessCommand { FileName = reader.ReadLine()!, Arguments = arguments, Environment = environment };
    }
}
