using System.Net.Sockets;

namespace Unkai.Compute;

/// <summary>An environment's thread: starts the process, then waits on its output and its Runtime API connections at once.</summary>
/// <remarks>
/// One thread an environment, blocked in poll: it is the process's parent for the kernel's parent-death signal, it keeps the order of output
/// and answers, and an answer costs one wake-up instead of three (measured in bench/Unkai.Compute.Bench).
/// </remarks>
internal sealed class EnvironmentLoop : IDisposable
{
    private const int ThreadStackBytes = 256 * 1024;
    private const int OutputBufferBytes = 64 * 1024;
    private const int OutputReadsMax = 64;
    private const int MemoryWatchMs = 50;
    private const int FixedDescriptors = 5;

    private readonly EnvironmentPlan _plan;
    private readonly ExecutionEnvironment _environment;
    private readonly RuntimeApiListeners _listeners;
    private readonly List<RuntimeApiConnection> _connections = [];
    private readonly PollDescriptor[] _poll = new PollDescriptor[FixedDescriptors + RuntimeApiListeners.ConnectionsMax];
    private readonly byte[] _output = new byte[OutputBufferBytes];
    private readonly Lock _processGate = new();
    private readonly int _wake;
    private IChildProcess? _process;
    private int _outputDescriptor = -1;
    private MemoryCgroup? _cgroup;
    private MemoryCgroup? _cgroupOver;
    private long _peakBytes;
    private bool _isKilled;
    private bool _isDisposed;

    public EnvironmentLoop(EnvironmentPlan plan, ExecutionEnvironment environment)
    {
        (_plan, _environment) = (plan, environment);
        _listeners = new RuntimeApiListeners(plan);
        _wake = Libc.CreateEvent() ?? throw new PlatformNotSupportedException("Functions run on Linux so far: this system has no eventfd.");
    }

    public int ExitStatus { get; private set; }

    /// <summary>Why there was never a process; null otherwise.</summary>
    public string? StartError { get; private set; }

    public bool KernelKilledForMemory => _cgroup?.HasKilled() == true;

    public void Start() => new Thread(Run, ThreadStackBytes) { IsBackground = true, Name = "function " + _plan.Definition.Name }.Start();

    public void Wake()
    {
        lock (_processGate)
        {
            if (!_isDisposed)
            {
                Libc.Write(_wake, [1, 0, 0, 0, 0, 0, 0, 0]);
            }
        }
    }

    public void Kill()
    {
        lock (_processGate)
        {
            _isKilled = true;
            if (_process is not null && !_isDisposed)
            {
                _plan.Sandbox.Kill(_process);
            }
        }
    }

    /// <summary>An answer has come that the caller waited for; called inside the gate.</summary>
    public void ServeForCaller(RuntimeApiConnection connection)
    {
        DrainOutput();
        if (connection.Receive() && !connection.Closing)
        {
            ServeRequests(connection);
        }
    }

    public void Signal(int signal)
    {
        lock (_processGate)
        {
            if (_process is { Exited.IsCompleted: false } && !_isDisposed)
            {
                Libc.Kill(-_process.Id, signal);
            }
        }
    }

    public long PeakBytes() => _cgroup?.PeakBytes() is > 0 and var bytes ? bytes : Math.Max(_peakBytes, WatchedBytes());

    public void Dispose()
    {
        lock (_processGate)
        {
            _isDisposed = true;
            Libc.Close(_wake);
        }
    }

    private void Run()
    {
        try
        {
            if (Launch())
            {
                while (!Turn())
                {
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or UnauthorizedAccessException)
        {
            StartError ??= failure.Message;
            Kill();
        }

        Finish();
    }

    private bool Launch()
    {
        if (_plan.Runtime.Family == RuntimeFamily.Provided && RuntimePrograms.EntryPoint(_plan.Definition, new SandboxPaths("", "", "", "", "")) is null)
        {
            StartError = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
            return false;
        }

        if (!_listeners.Open())
        {
            StartError = "The sandbox's network could not be made";
            return false;
        }

        var definition = _plan.Definition;
        _cgroup = _plan.Cgroups is { } root
            ? MemoryCgroup.TryCreate(root, _plan.Name, definition.MemoryMegabytes, definition.EphemeralStorageMegabytes)
            : null;
        var plan = SandboxPlanOf();
        var paths = _plan.Sandbox.PathsOf(plan);
        var program = RuntimePrograms.For(_plan.Runtime.Family, _plan.Interpreter, definition, paths) with
        {
            Environment = FunctionVariables.For(
                definition, _plan.Runtime.Family, _plan.Interpreter, paths, _plan.Credentials, _listeners.Address, _plan.LogStream, _listeners.Cloud, _listeners.HasLocal),
        };
        if (_plan.ClockOffset is { } offset)
        {
            program = _plan.FakeTime!.Wrap(program, offset);
        }

        var command = _plan.Sandbox.Wrap(plan, program, _cgroup?.ProcessesFile, _listeners.Network);
        lock (_processGate)
        {
            _process = _isKilled ? null : _plan.Launcher.Start(command);
        }

        if (_process is null)
        {
            StartError = $"Couldn't start {command.FileName}";
            return false;
        }

        _outputDescriptor = (int)_process.OutputHandle.DangerousGetHandle();
        Libc.MakeNonBlocking(_outputDescriptor);
        _process.Exited.ContinueWith(static (_, loop) => ((EnvironmentLoop)loop!).Wake(), this, TaskScheduler.Default);
        return true;
    }

    private SandboxPlan SandboxPlanOf() => new()
    {
        EnvironmentDirectory = _plan.Directory,
        CodeDirectory = _plan.Definition.CodeDirectory,
        LayersDirectory = _plan.Definition.LayersDirectory,
        RuntimeDirectory = _plan.RuntimeDirectory,
        InterpreterDirectories = _plan.Interpreter?.Directories ?? [],
        EphemeralStorageMegabytes = _plan.Definition.EphemeralStorageMegabytes,
    };

    /// <returns>True when the process is gone.</returns>
    private bool Turn()
    {
        var count = Prepare();
        var watch = _cgroup?.IsWatched != false;
        Libc.Poll(_poll.AsSpan(0, count), watch ? MemoryWatchMs : Timeout.Infinite);
        lock (_environment.Gate)
        {
            if (_poll[0].Ready != 0)
            {
                Span<byte> counter = stackalloc byte[8];
                Libc.Read(_wake, counter);
            }

            var hasEnded = _process!.Exited.IsCompleted;
            DrainOutput();
            ServeConnections(count);
            _listeners.Accept(_poll[3].Ready != 0, _poll[4].Ready != 0, _connections);
            if (!hasEnded)
            {
                if (_poll[2].Ready != 0)
                {
                    _cgroup!.TakeEvent();
                }

                if (_poll[2].Ready != 0 || watch)
                {
                    CheckMemory();
                }

                return false;
            }

            // What it wrote before it ended is all in the pipe by now.
            ExitStatus = _process.Exited.GetAwaiter().GetResult();
            DrainOutput();
            return true;
        }
    }

    private int Prepare()
    {
        _poll[0] = new PollDescriptor { Descriptor = _wake, Wanted = Libc.PollIn };
        _poll[1] = new PollDescriptor { Descriptor = _outputDescriptor, Wanted = Libc.PollIn };
        _poll[2] = new PollDescriptor { Descriptor = _cgroup?.Event ?? -1, Wanted = Libc.PollIn };
        _poll[3] = new PollDescriptor { Descriptor = _listeners.LocalDescriptor, Wanted = Libc.PollIn };
        _poll[4] = new PollDescriptor { Descriptor = _listeners.NetworkDescriptor, Wanted = Libc.PollIn };
        lock (_environment.Gate)
        {
            for (var i = 0; i < _connections.Count; i++)
            {
                _poll[FixedDescriptors + i] = new PollDescriptor
                {
                    Descriptor = _connections[i] == _environment.CallerServed ? -1 : _connections[i].Descriptor,
                    Wanted = _connections[i].HasUnsent ? (short)(Libc.PollIn | Libc.PollOut) : Libc.PollIn,
                };
            }

            return FixedDescriptors + _connections.Count;
        }
    }

    private void ServeConnections(int count)
    {
        for (var i = count - FixedDescriptors - 1; i >= 0; i--)
        {
            var ready = _poll[FixedDescriptors + i].Ready;
            if (ready == 0)
            {
                continue;
            }

            var connection = _connections[i];
            if ((ready & Libc.PollOut) != 0 && connection.HasUnsent)
            {
                connection.SendUnsent();
            }

            if ((ready & (Libc.PollIn | Libc.PollError | Libc.PollHangUp)) != 0 && connection.Receive() && !connection.Closing)
            {
                ServeRequests(connection);
            }

            if (connection.Broken || (connection.Closing && !connection.HasUnsent))
            {
                _environment.Closed(connection);
                _connections.RemoveAt(i);
                connection.Dispose();
            }
        }
    }

    private void ServeRequests(RuntimeApiConnection connection)
    {
        while (true)
        {
            switch (connection.Reader.TryRead(out var request))
            {
                case RequestReadStatus.Incomplete:
                    return;
                case RequestReadStatus.WantsContinue:
                    connection.Send(RuntimeApiAnswers.Continue, default);
                    return;
                case RequestReadStatus.Malformed:
                    connection.Send(RuntimeApiAnswers.BadRequest(), default);
                    connection.Closing = true;
                    return;
                case RequestReadStatus.Complete:
                    _environment.Handle(connection, request);
                    connection.Closing |= request.Close && request.Route != RuntimeApiRoute.Next;
                    break;
                default:
                    throw new InvalidOperationException();
            }
        }
    }

    private void DrainOutput()
    {
        for (var i = 0; i < OutputReadsMax && _outputDescriptor >= 0; i++)
        {
            switch (Libc.Read(_outputDescriptor, _output))
            {
                case null:
                    return;
                case 0:
                    _outputDescriptor = -1;
                    return;
                case { } read:
                    _environment.Log.WriteOutput(_output.AsSpan(0, read));
                    break;
            }
        }
    }

    private void CheckMemory()
    {
        var limit = _plan.Definition.MemoryMegabytes * 1024L * 1024;
        if (_cgroup is not null ? _cgroup.IsExceeded() : WatchedBytes() > limit)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static environment => environment.End(EndReason.Memory), _environment, preferLocal: false);
        }
    }

    private long WatchedBytes()
    {
        if (_process is null || _process.Exited.IsCompleted)
        {
            return _peakBytes;
        }

        var bytes = ProcessTreeMemory.ResidentBytes(_process.Id);
        _peakBytes = Math.Max(_peakBytes, bytes);
        return bytes;
    }

    private void Finish()
    {
        lock (_environment.Gate)
        {
            _environment.ProcessEnded(ExitStatus);

            foreach (var connection in _connections)
            {
                connection.Dispose();
            }

            _connections.Clear();
            _peakBytes = PeakBytes();
            _cgroupOver = _cgroup;
            _cgroup = null;
        }

        lock (_processGate)
        {
            // A plain process can have left children in its group.
            if (_process is not null)
            {
                _plan.Sandbox.Kill(_process);
            }
        }

        _listeners.Dispose();
        _cgroupOver?.Dispose();
        try
        {
            Directory.Delete(_plan.Directory, recursive: true);
        }
        catch (IOException)
        {
            // Swept by the next server.
        }

        _environment.LoopEnded();
    }
}
