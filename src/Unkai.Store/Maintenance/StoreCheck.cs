using System.Buffers;
using System.Security.Cryptography;
using Unkai.Storage.Embedded;

namespace Unkai.Storage.Maintenance;

/// <summary>One check of a store's files.</summary>
internal sealed class StoreCheck(IDisk disk, CancellationToken cancellation)
{
    private const int BufferBytes = 256 * 1024;

    private readonly List<StoreFinding> _findings = [];

    internal async Task<StoreCheckReport> RunAsync()
    {
        var report = new StoreCheckReport();
        var worlds = new WorldSet();
        var isRead = false;
        try
        {
            var id = StoreFiles.ReadFormat(disk) ?? throw new StoreCorruptException("There is no FORMAT file.");
            var (checkpoint, _) = CheckpointReader.Read(disk, id, worlds, cancellation);
            var reader = new LogReader(disk, id, checkpoint, onlyLook: true);
            var replay = new LogReplay(worlds);
            reader.Read(replay, cancellation);
            replay.Finish();
            isRead = true;
            report = report with { Sequence = reader.Last, Checkpoint = checkpoint, Commits = reader.Commits };
            if (reader.Notice is not null)
            {
                Note(LogFormat.Folder, $"It ends in a write that is not whole: {reader.DroppedBytes} bytes after commit {reader.Last}. That is what a killed process leaves; the next start sets them aside.");
            }
        }
        catch (StoreCorruptException corrupt)
        {
            var where = corrupt.Message.Contains("FORMAT", StringComparison.Ordinal) || corrupt.Message.Contains("format", StringComparison.Ordinal) ? StoreFiles.FormatPath
                : corrupt.Message.StartsWith("The log", StringComparison.Ordinal) ? LogFormat.Folder : CheckpointFormat.Folder;
            _findings.Add(new StoreFinding(true, where, corrupt.Message));
        }

        foreach (var world in worlds.All)
        {
            world.Visible = world.Current;
        }

        FindLeftovers();
        report = report with { Worlds = [.. worlds.All.OrderBy(static world => world.Name.Value, StringComparer.Ordinal).Select(static world => (world.Name, world.Current.Root?.Entries ?? 0))] };
        report = await CheckBlobsAsync(report, isRead ? BlobMarks.Of(worlds.All).Live : null);
        return report with { Findings = _findings };
    }

    private void Note(string where, string what) => _findings.Add(new StoreFinding(false, where, what));

    private void FindLeftovers()
    {
        foreach (var folder in (string[])[LogFormat.Folder, CheckpointFormat.Folder, BlobFiles.TemporaryFolder])
        {
            foreach (var name in disk.ListFiles(folder))
            {
                if (name.EndsWith(".torn", StringComparison.Ordinal))
                {
                    Note($"{folder}/{name}", "The end of a log that a recovery has set aside. It was never acknowledged as synced; unkai data compact removes it.");
                }
                else if (folder == BlobFiles.TemporaryFolder || name.EndsWith(CheckpointFormat.TemporaryExtension, StringComparison.Ordinal))
                {
                    Note($"{folder}/{name}", "A file that was being written when the process died. The next start removes it.");
                }
            }
        }
    }

    private async Task<StoreCheckReport> CheckBlobsAsync(StoreCheckReport report, HashSet<BlobId>? live)
    {
        var missing = live is null ? null : new HashSet<BlobId>(live);
        foreach (var blob in BlobFiles.All(disk))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = BlobFiles.PathOf(blob);
            var (hash, length) = await HashAsync(path);
            if (hash != blob)
            {
                var isUsed = live?.Contains(blob) != false;
                _findings.Add(new StoreFinding(isUsed, path, $"The blob's {length} bytes are not those of its name{(isUsed ? "; put it back from a backup" : ", but no world refers to it")}."));
                missing?.Remove(blob);
                continue;
            }

            missing?.Remove(blob);
            report = report with
            {
                Blobs = report.Blobs + 1,
                BlobBytes = report.BlobBytes + length,
                UnusedBlobs = report.UnusedBlobs + (live?.Contains(blob) == false ? 1 : 0),
            };
        }

        foreach (var blob in missing ?? [])
        {
            _findings.Add(new StoreFinding(true, BlobFiles.PathOf(blob), "A world refers to this blob, and it is not there; put it back from a backup."));
        }

        return report;
    }

    private async Task<(BlobId Blob, long Length)> HashAsync(string path)
    {
        using var file = disk.Open(path, DiskOpenMode.Read);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var offset = 0L;
            while (await file.ReadAsync(buffer, offset, cancellation) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                offset += read;
            }

            return (BlobId.FromBytes(hash.GetCurrentHash()), offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
