using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage.Embedded;

/// <summary>Reads the log from a commit on, up to the first thing that is not whole; tells a torn tail from corruption.</summary>
/// <param name="disk">Where it is.</param>
/// <param name="store">The store's id.</param>
/// <param name="sequence">The commit after which to begin.</param>
/// <param name="onlyLook">Whether to change nothing: a torn tail stays where it is.</param>
internal sealed class LogReader(IDisk disk, ulong store, ulong sequence, bool onlyLook = false)
{
    /// <summary>The largest segment that is read, in bytes: one batch can be larger than a usual segment.</summary>
    private const long SegmentBytesMax = 1L << 30;

    private readonly List<string> _needless = [];
    private ulong _synced;
    private ulong _next = sequence + 1;

    /// <summary>The segments that are in use, with the bytes that are good; what is left of the others has been set aside.</summary>
    internal List<(ulong First, long Bytes)> Segments { get; } = [];

    internal long DroppedBytes { get; private set; }

    internal string? Notice { get; private set; }

    internal long Commits { get; private set; }

    /// <summary>The newest commit read.</summary>
    internal ulong Last => _next - 1;

    /// <summary>Hands every frame after the checkpoint, in order, to <paramref name="replay"/>.</summary>
    internal void Read(LogReplay replay, CancellationToken cancellation)
    {
        var firsts = Firsts();
        for (var i = 0; i < firsts.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = firsts[i];
            if (i + 1 < firsts.Count && firsts[i + 1] <= _next)
            {
                // All in it is in the checkpoint: a deletion that a crash overtook.
                _needless.Add(LogFormat.PathOf(first));
                continue;
            }

            var bytes = ReadFile(LogFormat.PathOf(first));
            if (!TryReadHeader(bytes, first))
            {
                StopAt(firsts, i, bytes, 0, "has no whole header");
                return;
            }

            if (first > _next)
            {
                StopAt(firsts, i, bytes, 0, $"begins at commit {first} where {_next} was expected");
                return;
            }

            if (!TryReadSegment(bytes, LogFormat.SeedOf(store, first), first, replay, out var end, out var why))
            {
                StopAt(firsts, i, bytes, end, why);
                return;
            }

            if (end == LogFormat.SegmentHeaderBytes)
            {
                _needless.Add(LogFormat.PathOf(first));
            }
            else
            {
                Segments.Add((first, end));
            }
        }

        if (_next <= _synced)
        {
            throw Corrupt($"the log ends at commit {_next - 1}, but commits up to {_synced} were on the medium");
        }
    }

    /// <summary>Deletes the segments that mean nothing any more, and what a crash has left of copies. A log that is refused keeps them.</summary>
    internal void DropNeedless()
    {
        foreach (var name in disk.ListFiles(LogFormat.Folder))
        {
            if (name.EndsWith(CheckpointFormat.TemporaryExtension, StringComparison.Ordinal))
            {
                disk.Delete($"{LogFormat.Folder}/{name}");
            }
        }

        foreach (var path in _needless)
        {
            disk.Delete(path);
        }
    }

    /// <summary>Puts on the medium what was read but is not known to be there: a killed process may not have come to its sync, or have seen it fail.</summary>
    /// <remarks>
    /// The bytes are written once more, so that they are new to a system that has given up on them; and into a copy, so that a machine that is lost meanwhile
    /// has torn none that were there.
    /// </remarks>
    internal void Harden()
    {
        if (_synced >= Last)
        {
            return;
        }

        for (var i = 0; i < Segments.Count; i++)
        {
            var last = i + 1 < Segments.Count ? Segments[i + 1].First - 1 : Last;
            if (last > _synced)
            {
                Harden(LogFormat.PathOf(Segments[i].First), (int)Segments[i].Bytes);
            }
        }

        disk.SyncFolder(LogFormat.Folder);
        _synced = Last;
    }

    private void Harden(string path, int end)
    {
        var copy = path + CheckpointFormat.TemporaryExtension;
        try
        {
            using (var file = disk.Open(copy, DiskOpenMode.Create))
            {
                file.Write(ReadFile(path).AsSpan(0, end), 0);
                file.Sync();
            }

            disk.Rename(copy, path);
        }
        catch (DiskFullException)
        {
            // Without space for a copy, the original is synced, and that has to do.
            disk.Delete(copy);
            using var file = disk.Open(path, DiskOpenMode.ReadWrite);
            file.Sync();
        }
    }

    /// <summary>Reads one segment's batches; <paramref name="end"/> is the end of the last whole one.</summary>
    private bool TryReadSegment(byte[] bytes, uint seed, ulong first, LogReplay replay, out int end, out string why)
    {
        end = LogFormat.SegmentHeaderBytes;
        why = "";
        var expected = first;
        while (end < bytes.Length)
        {
            if (!LogFormat.TryReadBatch(bytes.AsSpan(end), seed, out var batch))
            {
                if (!bytes.AsSpan(end).ContainsAnyExcept((byte)0))
                {
                    return true;
                }

                why = $"has a batch at offset {end} that is not whole";
                return false;
            }

            if (batch.First != expected)
            {
                why = $"has commit {batch.First} at offset {end} where {expected} was expected";
                return false;
            }

            _synced = Math.Max(_synced, batch.Synced);
            var frames = bytes.AsSpan(end + LogFormat.BatchHeaderBytes, batch.Size);
            for (var i = 0; i < batch.Frames; i++)
            {
                var place = expected;
                if (!replay.TryApply(ref frames, ref place, skip: expected < _next))
                {
                    throw Corrupt($"commit {expected} has a valid checksum but no meaning");
                }

                expected = place + 1;
                if (expected > _next)
                {
                    _next = expected;
                    Commits++;
                }
            }

            if (!frames.IsEmpty)
            {
                throw Corrupt($"the batch that ends with commit {expected - 1} has bytes left over");
            }

            end += LogFormat.BatchHeaderBytes + batch.Size;
        }

        return true;
    }

    private static StoreCorruptException Corrupt(string what) => new(
        $"The log is damaged: {what}. Nothing was changed. Restore the data directory from a backup, or move the named files out of log/ "
        + "to start from what came before, which loses acknowledged writes.");

    private List<ulong> Firsts()
    {
        var firsts = new List<ulong>();
        foreach (var name in disk.ListFiles(LogFormat.Folder))
        {
            if (name.EndsWith(".log", StringComparison.Ordinal)
                && ulong.TryParse(name.AsSpan(0, name.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var first))
            {
                firsts.Add(first);
            }
        }

        firsts.Sort();
        return firsts;
    }

    private byte[] ReadFile(string path)
    {
        using var file = disk.Open(path, DiskOpenMode.Read);
        if (file.Length > SegmentBytesMax)
        {
            throw Corrupt($"{path} has {file.Length} bytes, more than any segment");
        }

        var bytes = new byte[file.Length];
        return file.Read(bytes, 0) == bytes.Length ? bytes : throw new IOException($"{path} became shorter while it was read.");
    }

    private bool TryReadHeader(ReadOnlySpan<byte> bytes, ulong first)
    {
        if (bytes.Length < LogFormat.SegmentHeaderBytes || !bytes.StartsWith(LogFormat.SegmentMagic))
        {
            return false;
        }

        // The checksum's seed is the version that wrote it: a damaged version is damage, not another version.
        var version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != Crc32C.Of(bytes[16..LogFormat.SegmentHeaderBytes], version))
        {
            return false;
        }

        if (version != LogFormat.Version
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) != store
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]) != first)
        {
            throw Corrupt($"{LogFormat.PathOf(first)} is another store's, another version's, or renamed");
        }

        _synced = Math.Max(_synced, BinaryPrimitives.ReadUInt64LittleEndian(bytes[32..]));
        return true;
    }

    /// <summary>Ends the log before <paramref name="end"/> of a segment: refuses if what follows was on the medium, else sets it aside.</summary>
    private void StopAt(List<ulong> firsts, int index, byte[] bytes, int end, string why)
    {
        var path = LogFormat.PathOf(firsts[index]);
        LookOver(bytes, end, LogFormat.SeedOf(store, firsts[index]));
        for (var i = index + 1; i < firsts.Count; i++)
        {
            var later = ReadFile(LogFormat.PathOf(firsts[i]));
            TryReadHeader(later, firsts[i]);
            LookOver(later, 0, LogFormat.SeedOf(store, firsts[i]));
        }

        if (_next <= _synced)
        {
            throw Corrupt($"{path} {why}, and commits up to {_synced} were on the medium");
        }

        SetAside(path, bytes, end);
        for (var i = index + 1; i < firsts.Count; i++)
        {
            SetAside(LogFormat.PathOf(firsts[i]), ReadFile(LogFormat.PathOf(firsts[i])), 0);
        }

        if (!onlyLook)
        {
            disk.SyncFolder(LogFormat.Folder);
        }

        Notice = $"The log ended in a write that was not whole ({path} {why}): commits up to {_next - 1} are there, "
            + $"{DroppedBytes} bytes after them were never acknowledged as synced and were set aside beside it.";
        if (end > LogFormat.SegmentHeaderBytes)
        {
            Segments.Add((firsts[index], end));
        }
    }

    /// <summary>Looks for whole batches behind damage: what they say of synced commits tells a torn tail from corruption.</summary>
    private void LookOver(ReadOnlySpan<byte> bytes, int from, uint seed)
    {
        while (from < bytes.Length && bytes[from..].IndexOf(LogFormat.BatchMagic) is >= 0 and var found)
        {
            from += found;
            if (LogFormat.TryReadBatch(bytes[from..], seed, out var batch))
            {
                _synced = Math.Max(_synced, batch.Synced);
                from += LogFormat.BatchHeaderBytes + batch.Size;
            }
            else
            {
                from++;
            }
        }
    }

    private void SetAside(string path, byte[] bytes, int end)
    {
        var rest = bytes.AsSpan(end).TrimEnd((byte)0);
        DroppedBytes += rest.Length;
        if (onlyLook)
        {
            return;
        }

        if (!rest.IsEmpty)
        {
            using var aside = disk.Open(string.Create(CultureInfo.InvariantCulture, $"{path}.{_next:x16}-{end}.torn"), DiskOpenMode.Create);
            aside.Write(rest, 0);
            aside.Sync();
        }

        if (end <= LogFormat.SegmentHeaderBytes)
        {
            disk.Delete(path);
            return;
        }

        using var file = disk.Open(path, DiskOpenMode.ReadWrite);
        file.SetLength(end);
        file.Sync();
    }
}
