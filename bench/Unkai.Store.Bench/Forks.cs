using Unkai.Storage.Embedded;

namespace Unkai.Storage.Bench;

/// <summary>A thousand forks of a world of 100,000 items: what they take in memory, on disk and at a restart, alike and after each has changed a little.</summary>
internal static class Forks
{
    private const int Items = 100_000;
    private const int Worlds = 1000;
    private const int ItemBytes = 200;

    private static readonly Table<(string, long), byte[]> s_items = new("bench", 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number), ValueCodec.Bytes);

    internal static async Task RunAsync(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var options = new StoreOptions { Disk = new MachineDisk(folder), CheckpointLogBytes = long.MaxValue };
        var store = (EmbeddedStore)await Store.OpenAsync(options, default);
        for (var i = 0; i < Items; i += 1000)
        {
            await PutAsync(store, WorldName.Default, i, 1000);
        }

        var (memory, bytes) = await MeasureAsync(store, folder);
        await store.DisposeAsync();
        store = null;
        (store, var open) = await OpenAsync(options);
        Size.Say($"one world of {Items} items: {memory / 1e6:n1} MB in memory, checkpoint {bytes / 1e6:n1} MB, opened in {open.TotalMilliseconds:n0} ms");

        var clock = MachineClock.Instance;
        var start = clock.Timestamp;
        for (var i = 0; i < Worlds; i++)
        {
            await store.ForkAsync(WorldName.Default, NameOf(i), default);
        }

        var each = clock.ElapsedSince(start) / Worlds;
        var (forkedMemory, forkedBytes) = await MeasureAsync(store, folder);
        await store.DisposeAsync();
        store = null;
        (store, open) = await OpenAsync(options);
        Size.Say($"and {Worlds} forks ({each.TotalMicroseconds:n1} us each): {(forkedMemory - memory) / Worlds:n0} bytes of memory and {(forkedBytes - bytes) / Worlds:n0} of checkpoint a fork, opened in {open.TotalMilliseconds:n0} ms");

        for (var i = 0; i < Worlds; i++)
        {
            await PutAsync(store, NameOf(i), i * 97L % Items, 1);
        }

        var (changedMemory, changedBytes) = await MeasureAsync(store, folder);
        await store.DisposeAsync();
        store = null;
        (store, open) = await OpenAsync(options);
        Size.Say($"and a write in each: {(changedMemory - forkedMemory) / Worlds:n0} bytes of memory and {(changedBytes - forkedBytes) / Worlds:n0} of checkpoint more a fork, opened in {open.TotalMilliseconds:n0} ms");

        for (var i = 0; i < Worlds; i++)
        {
            await store.DeleteAsync(NameOf(i), default);
        }

        var (lastMemory, lastBytes) = await MeasureAsync(store, folder);
        Size.Say($"and all deleted: {(lastMemory - memory) / 1e6:n1} MB of memory and {(lastBytes - bytes) / 1e6:n2} MB of checkpoint above the one world");
        await store.DisposeAsync();
    }

    private static WorldName NameOf(int fork) => WorldName.Parse($"fork-{fork}")!.Value;

    private static async Task<(EmbeddedStore Store, TimeSpan Took)> OpenAsync(StoreOptions options)
    {
        GC.Collect();
        var start = MachineClock.Instance.Timestamp;
        var store = (EmbeddedStore)await Store.OpenAsync(options, default);
        return (store, MachineClock.Instance.ElapsedSince(start));
    }

    private static async Task<(double Memory, double Checkpoint)> MeasureAsync(EmbeddedStore store, string folder)
    {
        await store.CheckpointAsync();
        var checkpoint = new DirectoryInfo(Path.Combine(folder, "checkpoint")).GetFiles("*.ckp").Sum(static file => file.Length);
        return (GC.GetTotalMemory(forceFullCollection: true), checkpoint);
    }

    private static async Task PutAsync(Store store, WorldName world, long first, int count) => await store.TransactAsync(
        world,
        (first, count),
        static (transaction, at) =>
        {
            for (var n = at.first; n < at.first + at.count; n++)
            {
                s_items.Put(transaction, ("x", n * 7919 % Items), new byte[ItemBytes]);
            }

            return new ValueTask<bool>(true);
        },
        default);
}
