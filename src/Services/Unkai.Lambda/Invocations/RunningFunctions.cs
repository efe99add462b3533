using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.Lambda.Invocations;

/// <summary>What runs in a world now, by function: how many invocations, and which events wait for one of them to end.</summary>
/// <remarks>Derived: an event that waits is a job that is also due by itself later, so a restart only loses the shortcut.</remarks>
internal sealed class RunningFunctions(World world)
{
    /// <summary>The most events of one function that are called when capacity frees; others come by their own time.</summary>
    private const int ParkedMax = 10_000;

    private readonly Dictionary<string, Lane> _lanes = [];
    private readonly Lock _lock = new();

    internal FunctionLogs Logs { get; } = new(world);

    /// <summary>An invocation begins.</summary>
    internal void Begin(string functionArn)
    {
        lock (_lock)
        {
            LaneOf(functionArn).Running++;
        }
    }

    /// <summary>An invocation has ended: the event that has waited longest is due now.</summary>
    internal void End(string functionArn)
    {
        lock (_lock)
        {
            var lane = LaneOf(functionArn);
            lane.Running--;
            if (lane.Parked.Count == 0)
            {
                if (lane.Running == 0)
                {
                    _lanes.Remove(functionArn);
                }

                return;
            }
        }

        _ = WakeAsync(functionArn, 1);
    }

    /// <summary>An event has found no capacity and is due again later: it is called when an invocation ends.</summary>
    internal void Park(string functionArn, JobKey job)
    {
        lock (_lock)
        {
            var lane = LaneOf(functionArn);
            if (lane.Parked.Count < ParkedMax)
            {
                lane.Parked.Enqueue(job);
            }

            if (lane.Running > 0)
            {
                return;
            }
        }

        // What it waited for ended in between.
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
                if (!_lanes.TryGetValue(functionArn, out var lane) || !lane.Parked.TryDequeue(out key))
                {
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

    private Lane LaneOf(string functionArn)
    {
        if (!_lanes.TryGetValue(functionArn, out var lane))
        {
            _lanes[functionArn] = lane = new Lane();
        }

        return lane;
    }

    private sealed class Lane
    {
        public int Running { get; set; }

        public Queue<JobKey> Parked { get; } = new();
    }
}
