using Unkai.Storage.Embedded;

namespace Unkai.Storage.Maintenance;

/// <summary>Looks over and shrinks the files of an embedded store that nobody has open.</summary>
public static class StoreMaintenance
{
    private const string TornExtension = ".torn";

    private static readonly string[] s_folders = [LogFormat.Folder, CheckpointFormat.Folder, BlobFiles.Folder];

    /// <summary>Reads everything and changes nothing: format, checkpoint, log, each blob's bytes, and that each blob that a world refers to is there.</summary>
    /// <exception cref="StoreInUseException">A process has the store open, or there is none.</exception>
    public static Task<StoreCheckReport> CheckAsync(IDisk disk, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var held = Hold(disk);
            return new StoreCheck(disk, cancellation).RunAsync();
        },
        cancellation);

    /// <summary>Writes a checkpoint, and removes the log before it, unused blobs and what recoveries have set aside.</summary>
    /// <exception cref="StoreInUseException">A process has the store open, or there is none.</exception>
    /// <exception cref="StoreCorruptException">It is damaged; nothing was changed.</exception>
    /// <exception cref="StoreUnavailableException">The disk failed or is full.</exception>
    public static async Task<StoreCompaction> CompactAsync(IDisk disk, CancellationToken cancellation)
    {
        Hold(disk).Dispose();
        var before = BytesOf(disk);

        // Nobody else has it open, so a blob without a reference waits for none.
        var options = new StoreOptions { Disk = disk, Durability = Durability.Always, BlobGrace = TimeSpan.Zero };
        long blobs;
        await using (var store = (EmbeddedStore)await Store.OpenAsync(options, cancellation))
        {
            blobs = await store.Blobs.CollectAsync(cancellation);
            await store.WhenCheckpointWritten();
            await store.CheckpointAsync();
            if (store.CheckpointFailure is { } failure)
            {
                throw new StoreUnavailableException($"The checkpoint could not be written: {failure}");
            }

            store.DropLogWhenClosed();
        }

        var torn = 0L;
        foreach (var name in disk.ListFiles(LogFormat.Folder).Where(static name => name.EndsWith(TornExtension, StringComparison.Ordinal)))
        {
            disk.Delete($"{LogFormat.Folder}/{name}");
            torn++;
        }

        disk.SyncFolder(LogFormat.Folder);
        return new StoreCompaction(before, BytesOf(disk), blobs, torn);
    }

    private static IDisposable Hold(IDisk disk)
    {
        if (!disk.Exists(StoreFiles.FormatPath) && disk.ListFiles(LogFormat.Folder).Count + disk.ListFiles(CheckpointFormat.Folder).Count == 0)
        {
            throw new StoreInUseException($"There is no store in {disk.MachinePath}.");
        }

        return disk.TryLock(StoreFiles.LockPath) ?? throw new StoreInUseException($"A cloud is running on {disk.MachinePath}. Stop it first: unkai down");
    }

    private static long BytesOf(IDisk disk) => s_folders.Sum(folder => BytesOf(disk, folder));

    private static long BytesOf(IDisk disk, string folder)
    {
        var bytes = 0L;
        foreach (var name in disk.ListFiles(folder))
        {
            using var file = disk.Open($"{folder}/{name}", DiskOpenMode.Read);
            bytes += file.Length;
        }

        return bytes + disk.ListFolders(folder).Sum(inner => BytesOf(disk, $"{folder}/{inner}"));
    }
}
