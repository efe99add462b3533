namespace Unkai.Cloud;

/// <summary>What a world does without being called: jobs, pollers, function invocations. While it is held, nothing begins by itself.</summary>
#pragma warning disable CA1001 // A source of cancellation without a timer holds nothing that must be let go.
public sealed class Background
#pragma warning restore CA1001
{
    private readonly Lock _lock = new();
    private readonly List<IStandingWork> _standing = [];
    private CancellationTokenSource _running = new();
    private TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _busy;
    private long _invocations;
    private volatile bool _isHeld;

    /// <summary>Whether only <see cref="WorldTime"/> starts work: the clock is frozen or being advanced.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>How many function invocations have begun so far.</summary>
    public long Invocations => Interlocked.Read(ref _invocations);

    /// <summary>Cancelled when the world is held: long waits end and rest.</summary>
    public CancellationToken WhenHeld
    {
        get
        {
            lock (_lock)
            {
                return _running.Token;
            }
        }
    }

    /// <summary>The work that stands, in the order in which it began.</summary>
    public IReadOnlyList<IStandingWork> Standing
    {
        get
        {
            lock (_lock)
            {
                return [.. _standing];
            }
        }
    }

    /// <summary>Lets nothing begin by itself from now on; what runs goes on.</summary>
    public void Hold()
    {
        CancellationTokenSource running;
        lock (_lock)
        {
            if (_isHeld)
            {
                return;
            }

            _isHeld = true;
            running = _running;
            _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        running.Cancel();
    }

    /// <summary>Lets work begin by itself again.</summary>
    public void Release()
    {
        TaskCompletionSource released;
        lock (_lock)
        {
            if (!_isHeld)
            {
                return;
            }

            _isHeld = false;
            _running = new CancellationTokenSource();
            released = _released;
        }

        released.TrySetResult();
    }

    /// <summary>Completes when the world is not held.</summary>
    public Task WhenReleasedAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _isHeld ? _released.Task.WaitAsync(cancellation) : Task.CompletedTask;
        }
    }

    /// <summary>A function invocation begins; disposing what is returned ends it.</summary>
    public IDisposable BeginInvocation()
    {
        Interlocked.Increment(ref _invocations);
        return Begin();
    }

    /// <summary>An activity begins that settling waits for; disposing what is returned ends it.</summary>
    public IDisposable Begin()
    {
        lock (_lock)
        {
            _busy++;
        }

        return new Ending(End);
    }

    /// <summary>Completes when no activity is under way.</summary>
    public Task WhenIdleAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            return _busy == 0 ? Task.CompletedTask : _idle.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Adds standing work until what is returned is disposed.</summary>
    public IDisposable Stand(IStandingWork work)
    {
        lock (_lock)
        {
            _standing.Add(work);
        }

        return new Ending(() =>
        {
            lock (_lock)
            {
                _standing.Remove(work);
            }
        });
    }

    private void End()
    {
        TaskCompletionSource idle;
        lock (_lock)
        {
            if (--_busy > 0)
            {
                return;
            }

            idle = _idle;
            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        idle.TrySetResult();
    }

    private sealed class Ending(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
