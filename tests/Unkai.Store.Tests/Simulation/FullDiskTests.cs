using Unkai.Storage.Torture;

namespace Unkai.Storage.Tests.Simulation;

/// <summary>A full disk passes without a restart; a sync that failed does not.</summary>
public sealed class FullDiskTests
{
    public static TheoryData<Durability> Durabilities => [Durability.Always, Durability.EverySecond, Durability.None];

    [Theory]
    [MemberData(nameof(Durabilities))]
    public async Task A_store_writes_again_when_there_is_space_and_what_was_refused_is_never_seen(Durability durability)
    {
        for (var change = 0; change < 25; change++)
        {
            var disk = new SimulatedDisk { Random = new Random(change), Clock = new TortureClock() };
            await using var store = await OpenAsync(disk, durability);
            await PutAsync(store, "before", "1");
            disk.Fault = new DiskFault(DiskFaultKind.Full, disk.Operations + change);
            var refused = 0;
            for (var i = 0; refused < 3; i++)
            {
                refused += await IsRefusedAsync(store, $"while-{i}") ? 1 : 0;
            }

            Assert.Contains("full", store.Failure, StringComparison.Ordinal);
            disk.Fault = null;
            await PutAsync(store, "after", "2");

            Assert.Null(store.Failure);
            await using var again = await OpenAsync(disk.Killed(), durability);
            var keys = await again.ReadAsync(WorldName.Default, static async snapshot => (await snapshot.RangeAsync(KeyRange.All, 1000)).Select(static entry => Bytes.Text(entry.Key)).ToList(), CancellationToken.None);
            Assert.Equal(keys.Count - 2, keys.Count(static key => key.StartsWith("while-", StringComparison.Ordinal)));
            Assert.Contains("before", keys);
            Assert.Contains("after", keys);
            var shown = await store.ReadAsync(WorldName.Default, static async snapshot => (await snapshot.RangeAsync(KeyRange.All, 1000)).Count, CancellationToken.None);
            Assert.Equal(keys.Count, shown);
        }
    }

    [Fact]
    public async Task Worlds_that_were_made_and_deleted_without_space_are_as_they_were_before()
    {
        var disk = new SimulatedDisk { Clock = new TortureClock() };
        await using var store = await OpenAsync(disk, Durability.Always);
        var (old, made) = (WorldName.Parse("old")!.Value, WorldName.Parse("made")!.Value);
        await PutAsync(store, "a", "1");
        await store.ForkAsync(WorldName.Default, old, CancellationToken.None);

        disk.Fault = new DiskFault(DiskFaultKind.Full, disk.Operations);
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.DeleteAsync(old, CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ForkAsync(WorldName.Default, made, CancellationToken.None));
        disk.Fault = null;
        await PutAsync(store, "b", "2");

        Assert.Equal([WorldName.Default, old], await store.ListWorldsAsync(CancellationToken.None));
        Assert.Equal("1", Bytes.Text(await store.ReadAsync(old, static snapshot => snapshot.GetAsync(Bytes.Of("a")), CancellationToken.None)));
        Assert.True(await store.ForkAsync(WorldName.Default, made, CancellationToken.None));
    }

    [Fact]
    public async Task A_watch_is_fired_when_commits_are_taken_back()
    {
        var disk = new SimulatedDisk { Clock = new TortureClock() };
        await using var store = await OpenAsync(disk, Durability.Always);
        using var watch = await store.ReadAsync(WorldName.Default, static snapshot => new ValueTask<Watch>(snapshot.Watch(KeyRange.All)), CancellationToken.None);

        disk.Fault = new DiskFault(DiskFaultKind.Full, disk.Operations);
        Assert.True(await IsRefusedAsync(store, "x"));
        Assert.False(watch.HasFired);
        disk.Fault = null;
        await PutAsync(store, "y", "1");

        Assert.True(watch.HasFired);
    }

    [Fact]
    public async Task A_failed_sync_is_never_tried_again()
    {
        var disk = new SimulatedDisk { Clock = new TortureClock() };
        await using var store = await OpenAsync(disk, Durability.Always);
        disk.Fault = new DiskFault(DiskFaultKind.SyncOnce, disk.Operations);

        for (var i = 0; i < 5; i++)
        {
            Assert.True(await IsRefusedAsync(store, $"x{i}"));
        }

        Assert.Contains("Input/output error", store.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_process_had_not_synced_is_synced_before_it_is_shown()
    {
        var disk = new SimulatedDisk();
        var store = await OpenAsync(disk, Durability.EverySecond);
        await PutAsync(store, "a", "1");
        var killed = disk.Killed();
        await store.DisposeAsync();

        await using var again = await OpenAsync(killed, Durability.Always);
        Assert.Equal("1", Bytes.Text(await again.ReadAsync(WorldName.Default, static snapshot => snapshot.GetAsync(Bytes.Of("a")), CancellationToken.None)));

        for (var loss = 0; loss < 20; loss++)
        {
            await using var last = await OpenAsync(killed.PowerLost(), Durability.Always);
            Assert.Equal("1", Bytes.Text(await last.ReadAsync(WorldName.Default, static snapshot => snapshot.GetAsync(Bytes.Of("a")), CancellationToken.None)));
        }
    }

    private static Task<Store> OpenAsync(SimulatedDisk disk, Durability durability) => Store.OpenAsync(
        new StoreOptions { Disk = disk, Durability = durability, LogSegmentBytes = 1024, CheckpointLogBytes = 1 << 20, Clock = disk.Clock }, CancellationToken.None);

    private static async Task PutAsync(Store store, string key, string value) =>
        await store.TransactAsync(WorldName.Default, transaction => TransactionSuite.Put(transaction, key, value), CancellationToken.None);

    private static async Task<bool> IsRefusedAsync(Store store, string key)
    {
        try
        {
            await PutAsync(store, key, "?");
            return false;
        }
        catch (StoreUnavailableException)
        {
            return true;
        }
    }
}
