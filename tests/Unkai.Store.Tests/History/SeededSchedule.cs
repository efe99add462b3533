namespace Unkai.Storage.Tests.History;

/// <summary>Runs tasks on one thread and chooses by a seed which of those that are ready goes on: where nothing waits for the outside, one seed is one schedule.</summary>
internal sealed class SeededSchedule : SynchronizationContext
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly Random _random;

    private SeededSchedule(int seed) => _random = new Random(seed);

    /// <summary>Runs until the work is done.</summary>
    internal static Task RunAsync(int seed, Func<Task> work) => Task.Factory.StartNew(
        () => new SeededSchedule(seed).Run(work), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_gate)
        {
            _ready.Add((d, state));
        }

        _more.Release();
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    private void Run(Func<Task> work)
    {
        SetSynchronizationContext(this);
        var task = work();
        task.ContinueWith(_ => _more.Release(), TaskScheduler.Default);
        while (!task.IsCompleted)
        {
            _more.Wait();
            (SendOrPostCallback Callback, object? State) next;
            lock (_gate)
            {
                if (_ready.Count == 0)
                {
                    continue;
                }

                var at = _random.Next(_ready.Count);
                next = _ready[at];
                _ready.RemoveAt(at);
            }

            next.Callback(next.State);
        }

        task.GetAwaiter().GetResult();
    }
}
