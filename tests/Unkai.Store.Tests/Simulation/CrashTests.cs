using Unkai.Storage.Embedded;
using Unkai.Storage.Torture;

namespace Unkai.Storage.Tests.Simulation;

public sealed class CrashTests
{
    [Theory]
    [InlineData(Durability.Always)]
    [InlineData(Durability.EverySecond)]
    public async Task A_lost_machine_leaves_a_prefix_with_all_that_was_synced(Durability durability)
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk { Random = random };
            var workload = new Workload(3);
            for (var life = 0; life < 4; life++)
            {
                var store = await OpenAsync(disk, durability);
                await workload.CheckAsync(store, acknowledgedMustBeThere: durability == Durability.Always);
                disk.Fault = new DiskFault(DiskFaultKind.Gone, disk.Operations + random.Next(80));
                await workload.RunAsync(store, 40);
                var next = disk.PowerLost();
                await store.DisposeAsync();
                disk = next;
            }
        }
    }

    [Theory]
    [InlineData(Durability.Always)]
    [InlineData(Durability.EverySecond)]
    [InlineData(Durability.None)]
    public async Task A_killed_process_leaves_everything_acknowledged(Durability durability)
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk { Random = random };
            var workload = new Workload(3);
            for (var life = 0; life < 4; life++)
            {
                var store = await OpenAsync(disk, durability);
                await workload.CheckAsync(store, acknowledgedMustBeThere: true);
                disk.Fault = new DiskFault(DiskFaultKind.Gone, disk.Operations + random.Next(60));
                await workload.RunAsync(store, 40);
                var next = disk.Killed();
                await store.DisposeAsync();
                disk = next;
            }
        }
    }

    [Fact]
    public async Task A_disk_that_fails_at_any_change_makes_the_store_read_only_with_its_old_state()
    {
        for (var change = 1; change < 90; change += 1)
        {
            var disk = new SimulatedDisk { Random = new Random(change) };
            var workload = new Workload(2);
            var store = await OpenAsync(disk, Durability.Always);
            disk.Fault = new DiskFault(DiskFaultKind.AnyOnce, disk.Operations + change);
            await workload.RunAsync(store, 30);
            if (store.Failure is { } why)
            {
                Assert.Contains("Input/output error", why, StringComparison.Ordinal);
                await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.TransactAsync(
                    WorldName.Default, transaction => TransactionSuite.Put(transaction, "x", "y"), CancellationToken.None));
                Assert.Null(await store.ReadAsync(WorldName.Default, snapshot => snapshot.GetAsync(Bytes.Of("x")), CancellationToken.None));
                await workload.CheckShownAsync(store);
            }

            var after = disk.PowerLost();
            await store.DisposeAsync();
            await using var again = await OpenAsync(after, Durability.Always);
            await workload.CheckAsync(again, acknowledgedMustBeThere: true);
        }
    }

    [Fact]
    public async Task What_is_not_yet_durable_is_shown_to_nobody()
    {
        var disk = new SimulatedDisk();
        await using var store = await OpenAsync(disk, Durability.Always);
        using var syncing = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        disk.Syncing = () =>
        {
            syncing.Release();
            goOn.Wait();
        };

        var write = store.TransactAsync(WorldName.Default, transaction => TransactionSuite.Put(transaction, "a", "1"), CancellationToken.None).AsTask();
        Task<ReadOnlyMemory<byte>?> transaction;
        try
        {
            await syncing.WaitAsync(TestContext.Current.CancellationToken);
            var read = await store.ReadAsync(WorldName.Default, snapshot => snapshot.GetAsync(Bytes.Of("a")), CancellationToken.None);
            transaction = store.TransactAsync(WorldName.Default, transaction => transaction.GetAsync(Bytes.Of("a")), CancellationToken.None).AsTask();

            // The read sees the old state at once; the transaction has read the new one, so its answer waits until that is durable.
            Assert.Null(read);
            Assert.False(write.IsCompleted);
            Assert.False(transaction.IsCompleted);
        }
        finally
        {
            disk.Syncing = null;
            goOn.Release();
        }

        await write;
        Assert.Equal("1", Bytes.Text(await transaction));
        Assert.NotNull(await store.ReadAsync(WorldName.Default, snapshot => snapshot.GetAsync(Bytes.Of("a")), CancellationToken.None));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_is_refused_or_leaves_a_prefix_and_says_so()
    {
        foreach (var clean in new[] { false, true })
        {
            var disk = new SimulatedDisk();
            var workload = new Workload(1);
            var store = await OpenAsync(disk, Durability.Always, segmentBytes: 1 << 20);
            await workload.RunAsync(store, 12);
            var image = clean ? null : disk.Killed();
            await store.DisposeAsync();
            image ??= disk.Killed();
            var path = "log/" + image.ListFiles("log")[0];
            var used = image.Content(path).AsSpan().TrimEnd((byte)0).Length;

            var refused = 0;
            for (var offset = 0; offset < used; offset++)
            {
                var damaged = image.Killed();
                damaged.Flip(path, offset);
                try
                {
                    await using var again = await OpenAsync(damaged, Durability.Always);
                    Assert.NotNull(again.Recovery.Notice);
                    await workload.CheckPrefixAsync(again);
                }
                catch (StoreCorruptException)
                {
                    refused++;
                }
            }

            // Without the mark of a clean stop the last batch could be a torn one; with it only the mark itself could.
            Assert.InRange(used - refused, 1, clean ? LogFormat.BatchHeaderBytes : 160);
        }
    }

    [Fact]
    public async Task A_flipped_bit_in_a_checkpoint_is_refused()
    {
        var disk = new SimulatedDisk();
        var store = await OpenAsync(disk, Durability.Always);
        await new Workload(1).RunAsync(store, 20);
        await ((EmbeddedStore)store).CheckpointAsync();
        await store.DisposeAsync();
        var path = "checkpoint/" + Assert.Single(disk.ListFiles("checkpoint"));

        for (var offset = 0; offset < disk.Content(path).Length; offset++)
        {
            var damaged = disk.Killed();
            damaged.Flip(path, offset);
            await Assert.ThrowsAsync<StoreCorruptException>(() => OpenAsync(damaged, Durability.Always));
        }
    }

    [Fact]
    public async Task A_second_process_and_a_newer_format_are_refused_by_name()
    {
        var disk = new SimulatedDisk();
        var store = await OpenAsync(disk, Durability.Always);
        var second = await Assert.ThrowsAsync<StoreCorruptException>(() => OpenAsync(disk, Durability.Always));
        Assert.Contains("LOCK", second.Message, StringComparison.Ordinal);
        await store.DisposeAsync();

        disk.Open("FORMAT", DiskOpenMode.Create).Write("unkai-store 2\n0\n"u8, 0);
        var newer = await Assert.ThrowsAsync<StoreCorruptException>(() => OpenAsync(disk, Durability.Always));
        Assert.Contains("unkai-store 2", newer.Message, StringComparison.Ordinal);
        disk.Delete("FORMAT");
        await Assert.ThrowsAsync<StoreCorruptException>(() => OpenAsync(disk, Durability.Always));
    }

    private static Task<Store> OpenAsync(SimulatedDisk disk, Durability durability, long segmentBytes = 4096) => Store.OpenAsync(
        new StoreOptions { Disk = disk, Durability = durability, LogSegmentBytes = segmentBytes, CheckpointLogBytes = 3 * segmentBytes }, CancellationToken.None);
}
