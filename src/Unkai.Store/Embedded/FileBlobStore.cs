using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Unkai.Storage.Embedded;

/// <summary>Blobs as files: see <see cref="BlobFiles"/>.</summary>
internal sealed class FileBlobStore : BlobStore
{
    /// <summary>How much of a body is in memory while it passes: two buffers of this size, in bytes.</summary>
    private const int BufferBytes = 128 * 1024;

    /// <summary>Locks between a writer that finds its blob there already and the collection that would remove it.</summary>
    private const int GateCount = 64;

    private readonly EmbeddedStore _store;
    private readonly StoreOptions _options;
    private readonly IDisk _disk;
    private readonly Lock[] _gates = [.. Enumerable.Range(0, GateCount).Select(static _ => new Lock())];

    /// <summary>Folders known to be there and durable: 65,536 and 256 at most.</summary>
    private readonly ConcurrentDictionary<string, bool> _folders = new();

    internal FileBlobStore(EmbeddedStore store, StoreOptions options, IDisk disk)
    {
        _store = store;
        _options = options;
        _disk = disk;
        disk.CreateFolder(BlobFiles.TemporaryFolder);
        foreach (var name in disk.ListFiles(BlobFiles.TemporaryFolder))
        {
            disk.Delete($"{BlobFiles.TemporaryFolder}/{name}");
        }
    }

    private protected override int FirstBytes => BufferBytes;

    public override Stream OpenRead(Body body)
    {
        if (body.Blob is not { } blob)
        {
            return new MemoryStream(body.Inline.ToArray(), writable: false);
        }

        var file = Open(blob);
        var length = file.Length;
        if (length == body.Length)
        {
            return new DiskStream(file, length);
        }

        file.Dispose();
        throw new StoreCorruptException($"The file of blob {blob} has {length} bytes instead of {body.Length}.");
    }

    public override Stream OpenRead(BlobId blob)
    {
        var file = Open(blob);
        return new DiskStream(file, file.Length);
    }

    public override string? MachinePathOf(Body body) =>
        _disk.MachinePath is { } root && body.Blob is { } blob ? Path.Combine(root, BlobFiles.PathOf(blob)) : null;

    public override async ValueTask<long> CollectAsync(CancellationToken cancellation)
    {
        if (IsHeld)
        {
            return 0;
        }

        var before = _options.Clock.UtcNow - _options.BlobGrace;
        var marks = BlobMarks.Of(_store.Worlds.All);

        // A reference that went must be gone for good before its file goes.
        await _store.SyncAndSayAsync();
        var collected = 0L;
        foreach (var blob in BlobFiles.All(_disk))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!marks.Live.Contains(blob) && !IsHeld && TryDelete(blob, before))
            {
                collected++;
            }
        }

        foreach (var (world, key) in marks.Zeros)
        {
            await _store.TransactAsync(
                world,
                key,
                static async (transaction, key) =>
                {
                    if (await transaction.GetAsync(key) is { } value && BlobReferences.CountOf(value.Span) == 0)
                    {
                        transaction.Delete(key);
                    }

                    return true;
                },
                cancellation);
        }

        return collected;
    }

    private IDiskFile Open(BlobId blob)
    {
        try
        {
            return _disk.Open(BlobFiles.PathOf(blob), DiskOpenMode.Read);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StoreCorruptException($"The file of blob {blob} is gone.", exception);
        }
    }

    private static StoreUnavailableException Unavailable(Exception exception) => new($"A body could not be stored: {exception.Message}", exception);

    private protected override async ValueTask<Body> WriteLargeAsync(Stream source, byte[] first, int size, IReadOnlyList<IByteSink> sinks, CancellationToken cancellation)
    {
        var temporary = $"{BlobFiles.TemporaryFolder}/{_options.Random.NextHex(32)}";
        var second = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length = 0;
            using (var file = Create(temporary))
            {
                var buffer = first;
                var spare = second;
                while (size > 0)
                {
                    // The hashes of one piece are computed while the next is on its way.
                    var reading = source.ReadAtLeastAsync(spare.AsMemory(0, BufferBytes), BufferBytes, throwOnEndOfStream: false, cancellation);
                    try
                    {
                        hash.AppendData(buffer.AsSpan(0, size));
                        Show(sinks, buffer.AsSpan(0, size));
                        await WriteAsync(file, buffer.AsMemory(0, size), length, cancellation);
                        length += size;
                    }
                    finally
                    {
                        // The buffer is the source's until its read ends, however the write went.
                        size = await reading;
                    }

                    (buffer, spare) = (spare, buffer);
                }

                var blob = BlobId.FromBytes(hash.GetCurrentHash());
                Keep(file, temporary, blob);
                return Body.OfBlob(blob, length);
            }
        }
        finally
        {
            DeleteTemporary(temporary);
            ArrayPool<byte>.Shared.Return(second);
        }
    }

    /// <summary>What cannot be deleted now goes when the store is opened again; why the write failed, if it did, is what the caller hears.</summary>
    private void DeleteTemporary(string path)
    {
        try
        {
            _disk.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private IDiskFile Create(string path)
    {
        try
        {
            return _disk.Open(path, DiskOpenMode.Create);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private static async ValueTask WriteAsync(IDiskFile file, ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellation)
    {
        try
        {
            await file.WriteAsync(bytes, offset, cancellation);
        }
        catch (IOException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>Syncs the file and gives it its name; or drops it when the blob is there, made young again.</summary>
    private void Keep(IDiskFile file, string temporary, BlobId blob)
    {
        var path = BlobFiles.PathOf(blob);
        var folder = path[..path.LastIndexOf('/')];
        try
        {
            var synced = _options.Durability != Durability.None;
            EnsureFolder(folder, synced);
            if (!_disk.Exists(path) && synced)
            {
                file.Sync();
            }

            lock (GateOf(blob))
            {
                if (_disk.Exists(path))
                {
                    _disk.Touch(path, _options.Clock.UtcNow);
                }
                else
                {
                    // Found above and collected since: rare, and then it is synced here, under the lock.
                    if (synced)
                    {
                        file.Sync();
                    }

                    _disk.Touch(temporary, _options.Clock.UtcNow);
                    _disk.Rename(temporary, path);
                }
            }

            if (synced)
            {
                SyncFolder(folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private void EnsureFolder(string folder, bool synced)
    {
        if (_folders.ContainsKey(folder))
        {
            return;
        }

        _disk.CreateFolder(folder);
        if (synced)
        {
            SyncFolder(folder[..folder.LastIndexOf('/')]);
            SyncFolder(BlobFiles.Folder);
            SyncFolder("");
        }

        _folders.TryAdd(folder, true);
    }

    /// <summary>A folder whose sync has failed may have lost a name for good: the next body that is found there would not be durable.</summary>
    private void SyncFolder(string folder)
    {
        try
        {
            _disk.SyncFolder(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _store.FailFor(exception);
            throw;
        }
    }

    private bool TryDelete(BlobId blob, DateTimeOffset before)
    {
        var path = BlobFiles.PathOf(blob);
        lock (GateOf(blob))
        {
            if (!_disk.Exists(path) || _disk.LastWritten(path) > before)
            {
                return false;
            }

            _disk.Delete(path);
            return true;
        }
    }

    private Lock GateOf(BlobId blob) => _gates[(int)((uint)blob.GetHashCode() % GateCount)];
}
