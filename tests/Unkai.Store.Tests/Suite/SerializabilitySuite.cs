using System.Collections.Concurrent;
using Unkai.Storage.Tests.History;

namespace Unkai.Storage.Tests;

/// <summary>Random transactions run at once and are recorded; the checker runs them again one after the other.</summary>
public abstract class SerializabilitySuite : StoreVariant
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Histories_of_many_threads_are_strictly_serializable(int seed) => Assert.Null(HistoryChecker.Check(await RecordAsync(8, 100, seed)));

    [Fact]
    public async Task Histories_of_schedules_drawn_from_a_seed_are_strictly_serializable()
    {
        var first = Environment.ProcessId * 100;
        for (var seed = first; seed < first + Schedules; seed++)
        {
            IEnumerable<HistoryRun> history = [];
            await SeededSchedule.RunAsync(seed, async () => history = await RecordAsync(6, 25, seed, onOneThread: true));
            Assert.True(HistoryChecker.Check(history) is null, $"seed {seed}: {HistoryChecker.Check(history)}");
        }
    }

    /// <summary>How many schedules a run tries.</summary>
    protected virtual int Schedules => 12;

    private async Task<IReadOnlyCollection<HistoryRun>> RecordAsync(int clients, int transactions, int seed, bool onOneThread = false)
    {
        // A world of its own: the checker begins with an empty one.
        var world = WorldName.Parse($"history-{seed}")!.Value;
        await Store.CreateAsync(world, Cancellation);
        var history = new ConcurrentQueue<HistoryRun>();
        var ticks = 0L;
        await Task.WhenAll(Enumerable.Range(0, clients).Select(client =>
        {
            var runs = new HistoryClient(Any(), world, $"{client}", HashCode.Combine(seed, client) & int.MaxValue, history, () => Interlocked.Increment(ref ticks));
            return onOneThread ? runs.RunAsync(transactions, Cancellation) : Task.Run(() => runs.RunAsync(transactions, Cancellation), Cancellation);
        }));
        return history;
    }
}
