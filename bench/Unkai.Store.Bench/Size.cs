using System.Globalization;

namespace Unkai.Storage.Bench;

/// <summary>Memory of an entry, time to recover, time to fork, pauses of the collector.</summary>
internal static class Size
{
    private const int Entries = 1_000_000;
    private const int ValueBytes = 100;

    private static readonly Table<(string, long), byte[]> s_items = new("bench", 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number), ValueCodec.Bytes);

    internal static async Task RunAsync(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var options = new StoreOptions { Disk = new MachineDisk(folder), CheckpointLogBytes = long.MaxValue };
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var store = await Store.OpenAsync(options, default);
        var keyBytes = s_items.KeyOf(("table-name", Entries)).Length;
        var start = MachineClock.Instance.Timestamp;
        for (var i = 0; i < Entries; i += 10)
        {
            await store.TransactAsync(WorldName.Default, i, static (transaction, i) =>
            {
                // Spread as hashed keys are, so that leaves fill as they do in service.
                for (var n = i; n < i + 10; n++)
                {
                    s_items.Put(transaction, ("table-name", (n * 7_919L) % Entries), new byte[ValueBytes]);
                }

                return new ValueTask<bool>(true);
            }, default);
        }

        Say($"1,000,000 keys of {keyBytes} and values of {ValueBytes} bytes, ten a transaction: {MachineClock.Instance.ElapsedSince(start).TotalSeconds:n2} s");
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;
        Say($"memory: {used / (double)Entries:n1} bytes an entry, {(used / (double)Entries) - keyBytes - ValueBytes:n1} above key and value");
        var pause = MachineClock.Instance.Timestamp;
        GC.Collect();
        Say($"full blocking collection: {MachineClock.Instance.ElapsedSince(pause).TotalMilliseconds:n0} ms");

        await store.ForkAsync(WorldName.Default, WorldName.Parse("warm-up")!.Value, default);
        const int Forks = 1000;
        start = MachineClock.Instance.Timestamp;
        for (var i = 0; i < Forks; i++)
        {
            await store.ForkAsync(WorldName.Default, WorldName.Parse($"fork-{i}")!.Value, default);
        }

        Say($"fork of 1,000,000 keys: {MachineClock.Instance.ElapsedSince(start).TotalMicroseconds / Forks:n1} us");
        await store.DisposeAsync();
        store = null;

        start = MachineClock.Instance.Timestamp;
        var processor = Environment.CpuUsage.TotalTime;
        store = await Store.OpenAsync(options, default);
        Say($"recovery from the log alone: {MachineClock.Instance.ElapsedSince(start).TotalSeconds:n2} s ({(Environment.CpuUsage.TotalTime - processor).TotalSeconds:n2} s of processor), {store.Recovery.Commits} commits");
        await store.DisposeAsync();

        store = await Store.OpenAsync(new StoreOptions { Disk = options.Disk, CheckpointLogBytes = 1 }, default);
        await store.TransactAsync(WorldName.Default, static transaction =>
        {
            s_items.Put(transaction, ("last", 1), new byte[1]);
            return new ValueTask<bool>(true);
        }, default);
        while (Directory.GetFiles(Path.Combine(folder, "checkpoint"), "*.ckp").Length == 0)
        {
            await MachineClock.Instance.DelayAsync(TimeSpan.FromMilliseconds(20), default);
        }

        await store.DisposeAsync();
        store = null;
        GC.Collect();
        start = MachineClock.Instance.Timestamp;
        processor = Environment.CpuUsage.TotalTime;
        store = await Store.OpenAsync(options, default);
        Say($"recovery from a checkpoint with 1,002 worlds: {MachineClock.Instance.ElapsedSince(start).TotalSeconds:n2} s ({(Environment.CpuUsage.TotalTime - processor).TotalSeconds:n2} s of processor), {store.Recovery.Commits} commits from the log");
        await store.DisposeAsync();
    }

    internal static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
