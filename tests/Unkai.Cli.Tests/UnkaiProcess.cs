using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Unkai.Cli.Tests;

/// <summary>The <c>unkai</c> command in a process of its own, with nothing of this process's AWS and Unkai variables.</summary>
internal sealed partial class UnkaiProcess : IAsyncDisposable
{
    private const string ReadyPrefix = "unkai: ready on ";
    private const int Terminate = 15;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private UnkaiProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>What the command printed when it was ready.</summary>
    internal string ReadyLine { get; private set; } = "";

    internal Uri Address => new(ReadyLine[ReadyPrefix.Length..]);

    internal int Id => _process.Id;

    /// <summary>Starts a cloud on a free port and waits until it is ready.</summary>
    internal static async Task<UnkaiProcess> UpAsync(params string[] arguments)
    {
        var started = Start(["up", "--port", "0", .. arguments]);
        var line = await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        if (line is null || !line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
        {
            await started.DisposeAsync();
            Assert.Fail($"The cloud printed '{line}' and {await started._errors}");
        }

        started.ReadyLine = line;
        return started;
    }

    /// <summary>Runs a command to its end.</summary>
    internal static Task<CommandResult> RunAsync(params string[] arguments) => RunInAsync("", arguments);

    /// <summary>Runs a command to its end in a folder.</summary>
    internal static async Task<CommandResult> RunInAsync(string folder, params string[] arguments)
    {
        await using var started = Start(arguments, folder);
        return await started.EndAsync();
    }

    /// <summary>What it printed since, and with what code it ended, once it has.</summary>
    internal async Task<CommandResult> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(_process.ExitCode, output, await _errors);
    }

    /// <summary>SIGKILL, to this one process.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>SIGTERM.</summary>
    internal void AskToEnd() => Assert.Equal(0, Signal(_process.Id, Terminate));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }

    private static UnkaiProcess Start(string[] arguments, string folder = "")
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "unkai.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
        {
            start.Environment.Remove(name);
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new UnkaiProcess(process);
    }

    private static bool IsOurs(string name) => name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("UNKAI_", StringComparison.Ordinal);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int process, int signal);
}
