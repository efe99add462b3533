namespace Unkai.Storage.Tests;

public sealed class TransactionsInMemoryTests : TransactionSuite
{
    protected override Task<Store> OpenAsync() => Task.FromResult(Store.InMemory());
}

public sealed class TransactionsOnDiskTests : TransactionSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);
}

public sealed class TransactionsSyncedOnDiskTests : TransactionSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.Always);
}

public sealed class TransactionsAfterRestartTests : TransactionSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);

    protected override Task PauseAsync() => ReopenAsync();
}

public sealed class TransactionsAfterCheckpointTests : TransactionSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);

    protected override async Task PauseAsync()
    {
        await ((Unkai.Storage.Embedded.EmbeddedStore)Store).CheckpointAsync();
        await ReopenAsync();
        Assert.Equal(0, Store.Recovery.Commits);
    }
}

public sealed class ClaimsInMemoryTests : ClaimSuite
{
    protected override Task<Store> OpenAsync() => Task.FromResult(Store.InMemory());
}

public sealed class ClaimsOnDiskTests : ClaimSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);

    protected override Task PauseAsync() => ReopenAsync();
}

public sealed class ClaimsSyncedOnDiskTests : ClaimSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.Always);
}

public sealed class ModelInMemoryTests : ModelSuite
{
    protected override Task<Store> OpenAsync() => Task.FromResult(Store.InMemory());
}

public sealed class ModelAfterRestartTests : ModelSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);

    protected override Task PauseAsync() => ReopenAsync();
}

public sealed class ModelAfterCheckpointTests : ModelSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.Always);

    protected override async Task PauseAsync()
    {
        await ((Unkai.Storage.Embedded.EmbeddedStore)Store).CheckpointAsync();
        await ReopenAsync();
    }
}

internal static class Variants
{
    public static Task<Store> OpenAsync(IDisk disk, Durability durability) =>
        Store.OpenAsync(new StoreOptions { Disk = disk, Durability = durability, LogSegmentBytes = 64 * 1024 }, CancellationToken.None);
}
