namespace Unkai.Compute.Tests;

public sealed class Orphans(Machine machine)
{
    [Theory]
    [InlineData(SandboxKind.Process)]
    [InlineData(SandboxKind.Bubblewrap)]
    public async Task A_killed_server_leaves_no_process(SandboxKind kind)
    {
        Assert.SkipUnless(kind == SandboxKind.Process || Machine.HasBubblewrap, "bubblewrap (bwrap) is not installed on this machine");
        var marker = "31538" + CryptographicRandomSource.Instance.Next(100_000);
        var function = TestFunction.Python(machine, machine.Pool(kind), "import subprocess\ndef handler(e, c): subprocess.Popen(['sleep', e])");
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../ServerToKill", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "ServerToKill.dll"));
        using var server = ProcessLauncher.Instance.Start(new ProcessCommand
        {
            FileName = "dotnet",
            Arguments = [program, kind.ToString(), Path.Combine(machine.Folder, "killed"), function.Definition.CodeDirectory, $"\"{marker}\""],
            Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/" },
        })!;
        using var output = new StreamReader(server.Output);
        Assert.Equal("Succeeded", await output.ReadLineAsync(TestContext.Current.CancellationToken));
        await Processes.OneHasAsync($"sleep\0{marker}");

        Libc.Kill(server.Id, Libc.SignalKill);
        await server.Exited;
        await Processes.NoneHasAsync($"sleep\0{marker}");
    }
}
