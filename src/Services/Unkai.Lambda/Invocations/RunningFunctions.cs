using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Lambda.Invocations;

/// <summary>Which events of a world wait for an invocation of their function to end.</summary>
/// <remarks>Derived: an event that waits is a job that is also due by itself later, so a restart only loses the shortcut.</remarks>
internal sealed class RunningFunctions(World world)
{
    /// <summary>The most events of one function that are called when capacity frees; others come by their own time.</summary>
    private const int ParkedMax = 10_000;

    private readonly Dictionary<string, Queue<JobKey>> _parked = [];
    private readonly Lock _lock = new();
    private long _ended;

    internal FunctionLogs Logs { get; } = new(world);

    /// <summary>How many invocations have ended: read before an attempt, it tells <see cref="Park"/> whether capacity has freed since.</summary>
    internal long Ended
    {
        get
        {
            lock (_lock)
            {
                return _ended;
            }
        }
    }

    /// <summary>An invocation has ended: the event that has waited longest is due now. Not for one that was throttled: it freed nothing.</summary>
    internal void End(string functionArn)
    {
        lock (_lock)
        {
            _ended++;
            if (!_parked.ContainsKey(functionArn))
            {
                return;
            }
        }

        _ = WakeAsync(functionArn, 1);
    }

    /// <summary>An event has found no capacity and is due again later: it is called when an invocation ends.</summary>
    /// <param name="functionArn">The function.</param>
    /// <param name="job">The event's next attempt.</param>
    /// <param name="ended"><see cref="Ended"/> as it was before the attempt that failed.</param>
    internal void Park(string functionArn, JobKey job, long ended)
    {
        lock (_lock)
        {
            if (!_parked.TryGetValue(functionArn, out var parked))
            {
                _parked[functionArn] = parked = new Queue<JobKey>();
            }

            if (parked.Count < ParkedMax)
            {
                parked.Enqueue(job);
            }

            if (_ended == ended)
            {
                return;
            }
        }

        // What it waited for may have ended in between.
        _ = WakeAsync(functionArn, 1);
    }

    /// <summary>Makes events that wait due now.</summary>
    internal async Task WakeAsync(string functionArn, int count)
    {
        using var activity = world.Background.Begin();
        while (count > 0)
        {
            JobKey key;
            lock (_lock)
            {
                if (!_parked.TryGetValue(functionArn, out var parked) || !parked.TryDequeue(out key))
                {
                    _parked.Remove(functionArn);
                    return;
                }
            }

            try
            {
                if (await world.Store.TransactAsync(world.Name, transaction => MoveToNowAsync(transaction, key), CancellationToken.None))
                {
                    count--;
                }
            }
            catch (Exception failure) when (failure is StoreUnavailableException or StoreContentionException or WorldNotFoundException or ObjectDisposedException)
            {
                return; // It is due by its own time.
            }
        }
    }

    private async ValueTask<bool> MoveToNowAsync(Transaction transaction, JobKey key)
    {
        if (await JobTable.GetAsync(transaction, key) is not { } job || !await JobTable.RemoveAsync(transaction, key))
        {
            return false;
        }

        transaction.Enqueue(job with { Due = world.Clock.GetUtcNow() });
        return true;
    }
}
