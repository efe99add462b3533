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

                var options = new StoreOptions { Disk = new MachineDisk(folder), Durability = durability, CheckpointLogBytes = checkpoints ? 1 : long.MaxValue };
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

                // Three thousand calls a second at most: a load under which the machine is not saturated, so that stalls show.
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
                Size.Say($"{durability}, checkpoints {(checkpoints ? "one after the other" : "never")}: {count / s_each.TotalSeconds:n0}/s, p99 {p99.TotalMicroseconds:n0} us");
            }
        }
    }
}
