using System.Collections.Concurrent;
using System.Globalization;

namespace Unkai.Storage.Tests.History;

/// <summary>Runs random transactions of every kind of step, and records them.</summary>
internal sealed class HistoryClient(Store store, WorldName world, string name, int seed, ConcurrentQueue<HistoryRun> history, Func<long> tick)
{
    private const int Keys = 14;
    private const string Items = "k";
    private const string ItemsEnd = "l";
    private const string Numbers = "n";
    private const string Queue = "q/";
    private const string QueueEnd = "q0";
    private const string Log = "z/";

    internal async Task RunAsync(int transactions, CancellationToken cancellation)
    {
        var random = new Random(seed);
        for (var i = 0; i < transactions; i++)
        {
            var unique = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
            var script = random.Next();
            var began = tick();
            if (random.Next(6) == 0)
            {
                var seen = await store.ReadAsync(world, (Client: this, script), static (snapshot, at) => ReadAsync(snapshot, new Random(at.script)), cancellation);
                history.Enqueue(new HistoryRun($"read {unique}", began, tick(), null, seen));
                continue;
            }

            var (events, stamp) = await store.TransactAsync(world, (script, unique), static (transaction, at) => WriteAsync(transaction, new Random(at.script), at.unique), cancellation);
            history.Enqueue(new HistoryRun(unique, began, tick(), stamp?.Value.Sequence, events));
        }
    }

    private static async ValueTask<IReadOnlyList<HistoryEvent>> ReadAsync(Snapshot snapshot, Random random)
    {
        var events = new List<HistoryEvent>();
        for (var i = 1 + random.Next(3); i > 0; i--)
        {
            await LookAsync(snapshot, random, events);
        }

        return events;
    }

    private static async ValueTask<(IReadOnlyList<HistoryEvent> Events, PendingStamp? Stamp)> WriteAsync(Transaction transaction, Random random, string unique)
    {
        var events = new List<HistoryEvent>();
        var onlyReads = random.Next(8) == 0;
        for (var i = 1 + random.Next(5); i > 0; i--)
        {
            // Others get in between: the order is the schedule's.
            await Task.Yield();
            if (onlyReads || random.Next(2) == 0)
            {
                await LookAsync(transaction, random, events);
            }
            else
            {
                await StepAsync(transaction, random, unique, events);
            }
        }

        if (onlyReads)
        {
            return (events, null);
        }

        // Never read, so it takes part in nothing: it is how the commit's place becomes known.
        return (events, transaction.Append(HistoryState.Raw(Log), HistoryState.Raw(unique)));
    }

    private static async ValueTask LookAsync(Snapshot snapshot, Random random, List<HistoryEvent> events)
    {
        var key = Key(random);
        switch (random.Next(5))
        {
            case 0:
            case 1:
                await GetAsync(snapshot, key, events);
                break;
            case 2:
                await GetAsync(snapshot, NumberKey(random), events);
                break;
            default:
                var (start, end) = random.Next(3) == 0 ? (Queue, QueueEnd) : (key, ItemsEnd);
                var limit = 1 + random.Next(5);
                var reverse = random.Next(2) == 0;
                var range = await snapshot.RangeAsync(new KeyRange(HistoryState.Raw(start), HistoryState.Raw(end)), limit, reverse);
                events.Add(new HistoryEvent(reverse ? HistoryEventKind.RangeBackward : HistoryEventKind.Range, start, end, limit, Seen: Seen(range)));
                break;
        }
    }

    private static async ValueTask StepAsync(Transaction transaction, Random random, string unique, List<HistoryEvent> events)
    {
        var key = Key(random);
        switch (random.Next(9))
        {
            case 0:
                transaction.Delete(HistoryState.Raw(key));
                events.Add(new HistoryEvent(HistoryEventKind.Delete, key));
                break;
            case 1:
                var end = Key(random);
                transaction.DeleteRange(new KeyRange(HistoryState.Raw(key), HistoryState.Raw(end)));
                events.Add(new HistoryEvent(HistoryEventKind.DeleteRange, key, end));
                break;
            case 2:
            case 3:
                var (number, delta) = (NumberKey(random), random.Next(-9, 100));
                transaction.Add(HistoryState.Raw(number), delta);
                events.Add(new HistoryEvent(HistoryEventKind.Add, number, Delta: delta));
                break;
            case 4:
                transaction.Append(HistoryState.Raw(Queue), HistoryState.Raw(unique));
                events.Add(new HistoryEvent(HistoryEventKind.Append, Queue, Value: unique));
                break;
            case 5:
                var claimed = await transaction.ClaimAsync(new KeyRange(HistoryState.Raw(Queue), HistoryState.Raw(QueueEnd)), 1 + random.Next(2));
                events.Add(new HistoryEvent(HistoryEventKind.Claim, Queue, QueueEnd, Seen: Seen(claimed)));
                foreach (var entry in claimed)
                {
                    transaction.Delete(entry.Key);
                    events.Add(new HistoryEvent(HistoryEventKind.Delete, HistoryState.Text(entry.Key)));
                }

                break;
            default:
                transaction.Put(HistoryState.Raw(key), HistoryState.Raw(unique));
                events.Add(new HistoryEvent(HistoryEventKind.Put, key, Value: unique));
                break;
        }
    }

    private static async ValueTask GetAsync(Snapshot snapshot, string key, List<HistoryEvent> events)
    {
        IReadOnlyList<(string, string)> seen = await snapshot.GetAsync(HistoryState.Raw(key)) is { } value ? [(key, HistoryState.Text(value.Span))] : [];
        events.Add(new HistoryEvent(HistoryEventKind.Get, key, Seen: seen));
    }

    private static List<(string, string)> Seen(IReadOnlyList<Entry> entries) =>
        [.. entries.Select(static entry => (HistoryState.Text(entry.Key), HistoryState.Text(entry.Value.Span)))];

    private static string Key(Random random) => string.Create(CultureInfo.InvariantCulture, $"{Items}{random.Next(Keys):d2}");

    private static string NumberKey(Random random) => string.Create(CultureInfo.InvariantCulture, $"{Numbers}{random.Next(3)}");
}
