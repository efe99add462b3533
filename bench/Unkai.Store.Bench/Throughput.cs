using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage.Bench;

/// <summary>Cycles a second of the things that services do most, with 1 and 64 clients, for each durability.</summary>
internal static class Throughput
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(1.5);
    private static readonly Table<(long, DateTimeOffset, CommitStamp), byte[]> s_ready =
        new("bench", 1, KeyCodec.Of(KeyCodec.Number, KeyCodec.Time, KeyCodec.Stamp), ValueCodec.Bytes);

    private static readonly Table<(string, long), byte[]> s_items = new("bench", 2, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number), ValueCodec.Bytes);
    private static readonly CounterTable<string> s_counters = new("bench", 3, KeyCodec.Text);
    private static readonly byte[] s_value = new byte[200];
    private static readonly DateTimeOffset s_now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static async Task RunAsync(string folder)
    {
        await FloorAsync(folder);
        foreach (var durability in new Durability?[] { null, Durability.EverySecond, Durability.Always })
        {
            foreach (var clients in new[] { 1, 64 })
            {
                foreach (var (name, cycle) in Cycles())
                {
                    if (Directory.Exists(folder))
                    {
                        Directory.Delete(folder, recursive: true);
                    }

                    await using var store = durability is { } kept
                        ? await Store.OpenAsync(new StoreOptions { Disk = new MachineDisk(folder), Durability = kept }, CancellationToken.None)
                        : Store.InMemory();
                    await MeasureAsync(store, clients, s_warmUp, cycle);
                    var bytes = GC.GetTotalAllocatedBytes();
                    var (count, p99) = await MeasureAsync(store, clients, s_each, cycle);
                    bytes = GC.GetTotalAllocatedBytes() - bytes;
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"{durability?.ToString() ?? "memory",-12} {clients,3} clients  {name,-34} {count / s_each.TotalSeconds,10:n0}/s  p99 {p99.TotalMicroseconds,8:n0} us  {bytes / count,6:n0} B each"));
                }
            }
        }
    }

    private static IEnumerable<(string, Func<Store, int, long, ValueTask>)> Cycles()
    {
        yield return ("put", static async (store, client, n) => await store.TransactAsync(WorldName.Default, (client, n), static (transaction, at) =>
        {
            s_items.Put(transaction, ("client", (at.client * 1_000_000L) + at.n), s_value);
            return new ValueTask<bool>(true);
        }, default));
        yield return ("get", static async (store, client, n) => await store.ReadAsync(
            WorldName.Default, n, static (snapshot, n) => s_items.GetAsync(snapshot, ("client", n % 1000)), default));
        yield return ("get and put one item of its own", static async (store, client, n) => await store.TransactAsync(WorldName.Default, client, ReadAndWriteAsync, default));
        yield return ("get and put the same item", static async (store, client, n) => await store.TransactAsync(WorldName.Default, 0, ReadAndWriteAsync, default));
        yield return ("send, claim, delete on one queue", SendClaimDeleteAsync);
    }

    private static async ValueTask<bool> ReadAndWriteAsync(Transaction transaction, int item)
    {
        var value = await s_items.GetAsync(transaction, ("item", item)) ?? new byte[sizeof(long)];
        var next = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(next, BinaryPrimitives.ReadInt64LittleEndian(value) + 1);
        s_items.Put(transaction, ("item", item), next);
        return true;
    }

    private static async ValueTask SendClaimDeleteAsync(Store store, int client, long n)
    {
        await store.TransactAsync(WorldName.Default, 0, static (transaction, _) =>
        {
            s_ready.Append(transaction, 1L, s_now, s_value);
            s_counters.Add(transaction, "messages", 1);
            return new ValueTask<bool>(true);
        }, default);
        var claimed = await store.TransactAsync(WorldName.Default, 0, static async (transaction, _) =>
        {
            var rows = await s_ready.ClaimReadyAsync(transaction, 1L, s_now, 1);
            return rows.Count == 0 ? default : (rows[0], s_ready.Move(transaction, rows[0].Key, s_now.AddSeconds(30), rows[0].Value));
        }, default);
        if (claimed.Item1.Value is not null)
        {
            await store.TransactAsync(WorldName.Default, (1L, s_now.AddSeconds(30), claimed.Item2.Value), static async (transaction, key) =>
            {
                if (await s_ready.ContainsAsync(transaction, key))
                {
                    s_ready.Delete(transaction, key);
                    s_counters.Add(transaction, "messages", -1);
                }

                return true;
            }, default);
        }
    }

    internal static async Task<(long Count, TimeSpan P99)> MeasureAsync(Store store, int clients, TimeSpan duration, Func<Store, int, long, ValueTask> cycle)
    {
        var clock = MachineClock.Instance;
        var start = clock.Timestamp;
        var all = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            var times = new List<TimeSpan>();
            for (var n = 0L; ; n++)
            {
                var before = clock.Timestamp;
                if (clock.ElapsedSince(start) > duration)
                {
                    return times;
                }

                await cycle(store, client, n);
                times.Add(clock.ElapsedSince(before));
            }
        })));
        var times = all.SelectMany(static times => times).Order().ToList();
        return (times.Count, times[(int)(times.Count * 0.99)]);
    }

    private static Task FloorAsync(string folder)
    {
        var disk = new MachineDisk(folder);
        using var file = disk.Open("floor", DiskOpenMode.Create);
        file.Preallocate(64 << 20);
        foreach (var sync in new[] { false, true })
        {
            var count = 0;
            var start = MachineClock.Instance.Timestamp;
            while (MachineClock.Instance.ElapsedSince(start) < s_each)
            {
                file.Write(s_value, count++ % 100_000 * 300L);
                if (sync)
                {
                    file.Sync();
                }
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"floor: bare pwrite of 200 bytes{(sync ? " and fdatasync" : "")}: {count / s_each.TotalSeconds:n0}/s"));
        }

        return Task.CompletedTask;
    }
}
