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

public sealed class SerializabilityInMemoryTests : SerializabilitySuite
{
    protected override Task<Store> OpenAsync() => Task.FromResult(Store.InMemory());
}

public sealed class SerializabilityOnDiskTests : SerializabilitySuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.EverySecond);
}

public sealed class SerializabilitySyncedOnDiskTests : SerializabilitySuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() => Variants.OpenAsync(_disk, Durability.Always);
}

public sealed class TransferInMemoryTests : TransferSuite
{
    protected override Task<Store> OpenAsync() => Store.OpenAsync(new StoreOptions { BlobGrace = TimeSpan.Zero }, CancellationToken.None);
}

public sealed class TransferOnDiskTests : TransferSuite
{
    private readonly MemoryDisk _disk = new(MachineClock.Instance);

    protected override Task<Store> OpenAsync() =>
        Store.OpenAsync(new StoreOptions { Disk = _disk, BlobGrace = TimeSpan.Zero, LogSegmentBytes = 64 * 1024 }, CancellationToken.None);
}

public sealed class BlobsInMemoryTests : BlobSuite
{
    protected override Task<Store> OpenAsync() => Store.OpenAsync(new StoreOptions { Clock = Clock }, CancellationToken.None);
}

public sealed class BlobsOnMachineDiskTests : BlobSuite, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("unkai-blobs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Files_and_folders_are_the_owners_alone_and_the_path_is_the_content()
    {
        var bytes = new byte[100_000];
        var body = await Store.Blobs.WriteAsync(bytes, Cancellation);
        await Transact(transaction => TransactionSuite.Put(transaction, "a", "1"));

        Assert.Equal(bytes, await File.ReadAllBytesAsync(Store.Blobs.MachinePathOf(body)!, Cancellation));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        foreach (var folder in Directory.EnumerateDirectories(_folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        }
    }

    protected override Task<Store> OpenAsync() =>
        Store.OpenAsync(new StoreOptions { Disk = new MachineDisk(_folder), Clock = Clock, Durability = Durability.Always }, CancellationToken.None);
}

internal static class Variants
{
    public static Task<Store> OpenAsync(IDisk disk, Durability durability) =>
        Store.OpenAsync(new StoreOptions { Disk = disk, Durability = durability, LogSegmentBytes = 64 * 1024 }, CancellationToken.None);
}
