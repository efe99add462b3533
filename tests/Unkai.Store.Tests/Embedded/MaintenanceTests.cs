using Unkai.Storage.Embedded;
using Unkai.Storage.Maintenance;
using Unkai.Storage.Torture;

namespace Unkai.Storage.Tests.Embedded;

/// <summary>Checks and compactions of files that no store has open, and their bounds while one has.</summary>
public sealed class MaintenanceTests
{
    private const int SegmentBytes = 4096;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_store_is_said_to_be_sound_and_a_check_changes_nothing()
    {
        var disk = await FilledAsync();
        var before = disk.Contents();

        var report = await StoreMaintenance.CheckAsync(disk, Cancellation);

        Assert.True(report.IsSound);
        Assert.Equal([("default", true), ("fork", true)], report.Worlds.Select(static world => (world.World.Value, world.Entries > 100)));
        Assert.Equal((2, 1), (report.Blobs, report.UnusedBlobs));
        Assert.Empty(report.Findings);
        Assert.All(before, file => Assert.Equal(file.Value, disk.Content(file.Key)));
    }

    [Theory]
    [InlineData("log/", "log")]
    [InlineData("checkpoint/", "checkpoint")]
    [InlineData("FORMAT", "FORMAT")]
    public async Task A_flipped_bit_is_found_and_where_it_is(string path, string where)
    {
        var disk = await FilledAsync();
        var file = path.EndsWith('/') ? path + disk.ListFiles(path[..^1])[^1] : path;
        disk.Flip(file, path == "FORMAT" ? 0 : 60);
        var before = disk.Contents();

        var report = await StoreMaintenance.CheckAsync(disk, Cancellation);

        Assert.False(report.IsSound);
        Assert.StartsWith(where, report.Findings[0].Where, StringComparison.Ordinal);
        Assert.All(before, content => Assert.Equal(content.Value, disk.Content(content.Key)));
        await Assert.ThrowsAsync<StoreCorruptException>(() => StoreMaintenance.CompactAsync(disk, Cancellation));
        Assert.All(before, content => Assert.Equal(content.Value, disk.Content(content.Key)));
    }

    [Fact]
    public async Task A_blob_that_is_gone_or_has_other_bytes_is_found()
    {
        var disk = await FilledAsync();
        var blobs = BlobFiles.All(disk).Select(BlobFiles.PathOf).ToList();
        disk.Flip(blobs[0], 5);
        disk.Flip(blobs[1], 5);
        var damaged = await StoreMaintenance.CheckAsync(disk, Cancellation);
        disk.Lose(blobs[0]);
        disk.Lose(blobs[1]);
        var gone = await StoreMaintenance.CheckAsync(disk, Cancellation);

        Assert.Equal([true, false], damaged.Findings.Select(static finding => finding.IsDamage).OrderDescending());
        Assert.Contains("not there", Assert.Single(gone.Findings).What, StringComparison.Ordinal);
        Assert.False(gone.IsSound);
    }

    [Fact]
    public async Task A_torn_end_is_a_note_and_goes_with_a_compaction()
    {
        var disk = await FilledAsync(stop: false);
        var last = "log/" + disk.ListFiles("log")[^1];
        disk.Flip(last, disk.Content(last).AsSpan().TrimEnd((byte)0).Length - 3);

        var report = await StoreMaintenance.CheckAsync(disk, Cancellation);
        var done = await StoreMaintenance.CompactAsync(disk, Cancellation);

        Assert.True(report.IsSound);
        Assert.Contains("not whole", Assert.Single(report.Findings).What, StringComparison.Ordinal);
        Assert.Equal(1, done.TornTails);
        Assert.Empty((await StoreMaintenance.CheckAsync(disk, Cancellation)).Findings);
    }

    [Fact]
    public async Task A_compaction_leaves_one_checkpoint_and_the_same_worlds()
    {
        var disk = await FilledAsync();
        var before = (await StoreMaintenance.CheckAsync(disk, Cancellation)).Worlds;

        var done = await StoreMaintenance.CompactAsync(disk, Cancellation);

        Assert.True(done.BytesAfter < done.BytesBefore);
        Assert.Equal(1, done.Blobs);
        Assert.Empty(disk.ListFiles("log"));
        Assert.Single(disk.ListFiles("checkpoint"));
        Assert.Equal(before, (await StoreMaintenance.CheckAsync(disk, Cancellation)).Worlds);
        await using var store = await OpenAsync(disk);
        await store.TransactAsync(WorldName.Default, static transaction => TransactionSuite.Put(transaction, "more", "1"), Cancellation);
    }

    [Fact]
    public async Task A_store_that_is_open_and_a_folder_without_one_are_refused()
    {
        var disk = new SimulatedDisk();
        await Assert.ThrowsAsync<StoreInUseException>(() => StoreMaintenance.CheckAsync(disk, Cancellation));
        await using var store = await OpenAsync(disk);

        Assert.Contains("running", (await Assert.ThrowsAsync<StoreInUseException>(() => StoreMaintenance.CheckAsync(disk, Cancellation))).Message, StringComparison.Ordinal);
        Assert.Contains("running", (await Assert.ThrowsAsync<StoreInUseException>(() => StoreMaintenance.CompactAsync(disk, Cancellation))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_and_checkpoint_stay_small_however_often_the_same_keys_are_written()
    {
        var disk = new SimulatedDisk();
        await using var store = (EmbeddedStore)await OpenAsync(disk);
        var most = 0L;
        for (var i = 0; i < 5000; i++)
        {
            await store.TransactAsync(WorldName.Default, i, static (transaction, i) => TransactionSuite.Put(transaction, $"key {i % 50}", new string('x', 200)), Cancellation);
            await store.WhenCheckpointWritten();
            most = Math.Max(most, disk.Contents().Where(static file => !file.Key.StartsWith("blobs", StringComparison.Ordinal)).Sum(static file => file.Value.LongLength));
        }

        // A checkpoint of 50 keys, one that is being written, the log that one waits for, and the segment in use.
        var checkpoint = disk.Contents().Single(static file => file.Key.EndsWith(".ckp", StringComparison.Ordinal)).Value.Length;
        Assert.InRange(most, 1, (2 * checkpoint) + Math.Max(3 * SegmentBytes, checkpoint) + (3 * SegmentBytes));
    }

    [Fact]
    public async Task Forks_add_to_a_checkpoint_only_as_they_diverge_and_a_deleted_one_leaves_nothing()
    {
        const int Forks = 200;
        var disk = new SimulatedDisk();
        var store = (EmbeddedStore)await Store.OpenAsync(new StoreOptions { Disk = disk, CheckpointLogBytes = 1L << 40 }, Cancellation);
        for (var i = 0; i < 20; i++)
        {
            await store.TransactAsync(WorldName.Default, i, static (transaction, i) =>
            {
                for (var n = 0; n < 500; n++)
                {
                    transaction.Put(Bytes.Of($"key/{i:d3}/{n:d4}"), new byte[100]);
                }

                return new ValueTask<bool>(true);
            }, Cancellation);
        }

        var alone = await CheckpointBytesAsync(store, disk);
        for (var i = 0; i < Forks; i++)
        {
            await store.ForkAsync(WorldName.Default, WorldName.Parse($"fork-{i}")!.Value, Cancellation);
        }

        var shared = await CheckpointBytesAsync(store, disk);
        for (var i = 0; i < Forks; i++)
        {
            await store.TransactAsync(WorldName.Parse($"fork-{i}")!.Value, i, static (transaction, i) => TransactionSuite.Put(transaction, $"key/000/{i:d4}", "mine"), Cancellation);
        }

        var diverged = await CheckpointBytesAsync(store, disk);
        await store.DisposeAsync();
        store = (EmbeddedStore)await Store.OpenAsync(new StoreOptions { Disk = disk, CheckpointLogBytes = 1L << 40 }, Cancellation);
        Assert.Equal("mine", Bytes.Text(await store.ReadAsync(WorldName.Parse("fork-7")!.Value, static snapshot => snapshot.GetAsync(Bytes.Of("key/000/0007")), Cancellation)));
        var reopened = await CheckpointBytesAsync(store, disk);
        for (var i = 0; i < Forks; i++)
        {
            await store.DeleteAsync(WorldName.Parse($"fork-{i}")!.Value, Cancellation);
        }

        var deleted = await CheckpointBytesAsync(store, disk);
        await store.DisposeAsync();

        // A fork is its name; a write in one is the nodes on the way to it, at most a leaf of 64 entries and two inner nodes.
        Assert.InRange(shared - alone, Forks, Forks * 40);
        Assert.InRange(diverged - shared, Forks, Forks * (64 * 115L + 3000));
        Assert.Equal(diverged, reopened);
        Assert.InRange(deleted, alone - 100, alone + 100);
    }

    private static async Task<long> CheckpointBytesAsync(EmbeddedStore store, SimulatedDisk disk)
    {
        await store.CheckpointAsync();
        return disk.Content("checkpoint/" + disk.ListFiles("checkpoint").Single()).LongLength;
    }

    private static Task<Store> OpenAsync(SimulatedDisk disk) => Store.OpenAsync(
        new StoreOptions { Disk = disk, Durability = Durability.Always, LogSegmentBytes = SegmentBytes, CheckpointLogBytes = 3 * SegmentBytes }, Cancellation);

    private static async Task<SimulatedDisk> FilledAsync(bool stop = true)
    {
        var disk = new SimulatedDisk();
        var store = (EmbeddedStore)await OpenAsync(disk);
        var (kept, unused) = (await store.Blobs.WriteAsync(new byte[20_000], Cancellation), await store.Blobs.WriteAsync(new byte[30_000], Cancellation));
        _ = unused;
        for (var i = 0; i < 200; i++)
        {
            await store.TransactAsync(WorldName.Default, i, static (transaction, i) => TransactionSuite.Put(transaction, $"key {i}", new string('x', 50)), Cancellation);
        }

        await store.CheckpointAsync();
        await store.TransactAsync(WorldName.Default, transaction =>
        {
            transaction.Reference(kept);
            return TransactionSuite.Put(transaction, "body", "1");
        }, Cancellation);
        await store.ForkAsync(WorldName.Default, WorldName.Parse("fork")!.Value, Cancellation);
        for (var i = 0; i < 20; i++)
        {
            await store.TransactAsync(WorldName.Default, i, static (transaction, i) => TransactionSuite.Put(transaction, $"later {i}", new string('y', 50)), Cancellation);
        }

        await store.WhenCheckpointWritten();
        var image = stop ? null : disk.Killed();
        await store.DisposeAsync();
        return image ?? disk.Killed();
    }
}
