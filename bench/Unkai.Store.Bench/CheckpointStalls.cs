using Unkai.Storage.Embedded;

namespace Unkai.Storage.Bench;

/// <summary>How long calls take while checkpoints are written, and while none is.</summary>
internal static class CheckpointStalls
{
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(6);
    private static readonly Table<(string, long), byte[]> s_items = new("bench", 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number), ValueCodec.Bytes);
    private static readonly byte[] s_value = new byte[200];

    internal static async Task RunAsync(string folder)
    {
        foreach (var durability in new[] { Durability.EverySecond, Durability.Always })
        {
            foreach (var checkpoints in new[] { false, true })
            {
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }

                var options = new StoreOptions { Disk = new MachineDisk(folder), Durability = durability, CheckpointLogBytes = long.MaxValue };
                await using var store = await Store.OpenAsync(options, default);
                for (var i = 0; i < 300_000; i += 1000)
                {
                    await store.TransactAsync(WorldName.Default, i, static (transaction, i) =>
                    {
                        for (var n = i; n < i + 1000; n++)
                        {
                            s_items.Put(transaction, ("x", n), s_value);
                        }

                        return new ValueTask<bool>(true);
                    }, default);
                }

                using var done = new CancellationTokenSource();
                var written = 0;
                var writing = Task.Run(async () =>
                {
                    for (; checkpoints && !done.IsCancellationRequested; written++)
                    {
                        await ((EmbeddedStore)store).CheckpointAsync();
                    }
                });
                var (count, p99) = await Throughput.MeasureAsync(store, 4, s_each, static async (store, client, n) =>
                {
                    await store.TransactAsync(WorldName.Default, (client, n), static (transaction, at) =>
                    {
                        s_items.Put(transaction, ("x", ((at.client * 77_777L) + (at.n * 7919)) % 300_000), s_value);
                        return new ValueTask<bool>(true);
                    }, default);
                    if (n % 8 == 0)
                    {
                        await Task.Yield();
                    }
                });
                await done.CancelAsync();
                await writing;
                Size.Say($"{durability}, {written} checkpoints of 300,000 keys meanwhile: {count / s_each.TotalSeconds:n0}/s, p99 {p99.TotalMicroseconds:n0} us");
            }
        }
    }
}
