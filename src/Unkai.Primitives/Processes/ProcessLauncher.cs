using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Unkai;

/// <summary>Starts processes with the operating system's own means.</summary>
public sealed class ProcessLauncher : IProcessLauncher
{
    /// <summary>The process's one instance; it has no state.</summary>
    public static ProcessLauncher Instance { get; } = new();

    /// <inheritdoc/>
    public IChildProcess? Start(ProcessCommand command)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = command.WorkingDirectory ?? "",
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var child = new Child(process);
        try
        {
#pragma warning disable RS0030 // This is the seam: the one place that starts processes.
            process.Start();
#pragma warning restore RS0030
            return child;
        }
        catch (Win32Exception)
        {
            process.Dispose();
            return null;
        }
    }

    private sealed class Child : IChildProcess
    {
        private readonly Process _process;
        private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Child(Process process)
        {
            _process = process;
            process.Exited += (_, _) => _exited.TrySetResult(process.ExitCode);
        }

        public int Id => _process.Id;

        public Stream Input => _process.StandardInput.BaseStream;

        public Stream Output => _process.StandardOutput.BaseStream;

        public SafeHandle OutputHandle => Output is PipeStream pipe
            ? pipe.SafePipeHandle
            : ((FileStream)Output).SafeFileHandle;

        public Task<int> Exited => _exited.Task;

        public void Kill()
        {
            try
            {
                _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended already.
            }
            catch (AggregateException)
            {
                // A descendant ended while the tree was walked.
            }
        }

        public void Dispose() => _process.Dispose();
    }
}
