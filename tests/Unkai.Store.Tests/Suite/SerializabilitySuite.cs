using System.Collections.Concurrent;
using System.Globalization;

namespace Unkai.Storage.Tests;

/// <summary>Concurrent random transactions are recorded, then replayed one after the other in the order of their stamps: each must have read what it would read there.</summary>
public abstract class SerializabilitySuite : StoreVariant
{
    private const int Keys = 12;
    private static readonly byte[] s_log = Bytes.Of("zlog/");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_order_of_commits_is_a_serial_order_and_readers_see_what_was_acknowledged(int seed)
    {
        var history = new ConcurrentQueue<Run>();
        var acknowledged = 0UL;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(
            async () =>
            {
                var random = new Random((seed * 1000) + client);
                for (var i = 0; i < 120; i++)
                {
                    var unique = string.Create(CultureInfo.InvariantCulture, $"{client}.{i}");
                    var since = Interlocked.Read(ref acknowledged);
                    if (random.Next(5) == 0)
                    {
                        history.Enqueue(await Read(async snapshot => new Run(since, 0, await ReadsAsync(snapshot, random), [])));
                        continue;
                    }

                    var script = random.Next();
                    var (run, stamp) = await Transact(transaction => RunAsync(transaction, new Random(script), unique));
                    history.Enqueue(run with { Sequence = stamp.Value.Sequence, Since = since });
                    InterlockedMax(ref acknowledged, stamp.Value.Sequence);
                }
            },
            Cancellation)));

        var writers = history.Where(run => run.Sequence > 0).OrderBy(run => run.Sequence).ToList();
        var readers = history.Where(run => run.Sequence == 0).ToList();
        var state = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var explained = new bool[readers.Count];
        Explain(0, writers.Count > 0 ? writers[0].Sequence : ulong.MaxValue);
        for (var i = 0; i < writers.Count; i++)
        {
            Assert.True(Matches(writers[i], state), $"commit {writers[i].Sequence} read what was not there at its place");
            foreach (var (key, value) in writers[i].Writes)
            {
                if (value is null)
                {
                    state.Remove(key);
                }
                else
                {
                    state[key] = value;
                }
            }

            Explain(writers[i].Sequence, i + 1 < writers.Count ? writers[i + 1].Sequence : ulong.MaxValue);
        }

        Assert.All(explained, Assert.True);

        // A reader stands after some commit, and not before one that had been acknowledged when it began.
        void Explain(ulong sequence, ulong next)
        {
            for (var i = 0; i < readers.Count; i++)
            {
                explained[i] |= next > readers[i].Since && Matches(readers[i], state);
            }

            _ = sequence;
        }
    }

    private static bool Matches(Run run, SortedDictionary<string, string> state) => run.Reads.All(read => read.Expect(state));

    private static async ValueTask<(Run, PendingStamp)> RunAsync(Transaction transaction, Random random, string unique)
    {
        var reads = await ReadsAsync(transaction, random);
        var writes = new List<(string, string?)>();
        for (var i = random.Next(3); i >= 0; i--)
        {
            var key = Key(random);
            if (writes.Exists(write => write.Item1 == key))
            {
                continue;
            }

            var value = random.Next(3) == 0 ? null : unique;
            writes.Add((key, value));
            if (value is null)
            {
                transaction.Delete(Bytes.Of(key));
            }
            else
            {
                transaction.Put(Bytes.Of(key), Bytes.Of(value));
            }
        }

        return (new Run(0, 0, reads, writes), transaction.Append(s_log, Bytes.Of(unique)));
    }

    private static async ValueTask<List<Observation>> ReadsAsync(Snapshot snapshot, Random random)
    {
        var reads = new List<Observation>();
        for (var i = random.Next(4); i > 0; i--)
        {
            // Other clients get in between: the schedules differ from run to run.
            await Task.Yield();
            var key = Key(random);
            if (random.Next(2) == 0)
            {
                var seen = Bytes.Text(await snapshot.GetAsync(Bytes.Of(key)));
                reads.Add(new Observation(state => state.GetValueOrDefault(key) == seen));
            }
            else
            {
                var range = new KeyRange(Bytes.Of(key), Bytes.Of("k:"));
                var limit = 1 + random.Next(4);
                var seen = (await snapshot.RangeAsync(range, limit)).Select(entry => (Bytes.Text(entry.Key), Bytes.Text(entry.Value.Span))).ToList();
                reads.Add(new Observation(state => state.Where(pair => range.Contains(Bytes.Of(pair.Key))).Take(limit)
                    .Select(pair => (pair.Key, pair.Value)).SequenceEqual(seen)));
            }
        }

        return reads;
    }

    private static string Key(Random random) => string.Create(CultureInfo.InvariantCulture, $"k{random.Next(Keys):d2}");

    private static void InterlockedMax(ref ulong target, ulong value)
    {
        for (var seen = Interlocked.Read(ref target); seen < value;)
        {
            var now = Interlocked.CompareExchange(ref target, value, seen);
            if (now == seen)
            {
                return;
            }

            seen = now;
        }
    }

    private sealed record Observation(Func<SortedDictionary<string, string>, bool> Expect);

    private sealed record Run(ulong Since, ulong Sequence, List<Observation> Reads, List<(string Key, string? Value)> Writes);
}
