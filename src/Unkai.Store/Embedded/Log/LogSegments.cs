namespace Unkai.Storage.Embedded;

/// <summary>The log's files: writes batches to the newest, begins another when it is full, syncs, and deletes what a checkpoint has made needless.</summary>
/// <remarks>One thread writes at a time; another may sync meanwhile.</remarks>
internal sealed class LogSegments(IDisk disk, StoreOptions options, ulong store, ulong sequence) : IDisposable
{
    /// <summary>What a segment sets aside when the disk has no room for a whole one, in bytes.</summary>
    private const long SmallSegmentBytes = 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Lock _syncGate = new();
    private readonly List<ulong> _firsts = [];
    private readonly List<IDiskFile> _ended = [];
    private IDiskFile? _file;
    private ulong _first;
    private uint _seed;
    private long _offset;
    private long _lastBatch;
    private long _capacity;
    private long _bytesSinceCheckpoint;
    private ulong _written = sequence;
    private ulong _synced = options.Durability == Durability.None ? 0 : sequence;
    private bool _folderChanged;
    private volatile bool _endSoon;

    internal long BytesSinceCheckpoint => Interlocked.Read(ref _bytesSinceCheckpoint);

    /// <summary>Counts a segment that recovery found.</summary>
    internal void Found(ulong first, long bytes)
    {
        _firsts.Add(first);
        _bytesSinceCheckpoint += bytes;
    }

    internal void EndSoon() => _endSoon = true;

    internal void Write(LogBatch batch)
    {
        if (_file is not null && _offset == LogFormat.SegmentHeaderBytes)
        {
            // Begun when a full disk had space again, and still empty: another of its name would take its place.
            _endSoon = false;
            if (_offset + batch.Length > _capacity)
            {
                _capacity = Allocate(_file, _offset + batch.Length);
            }
        }
        else if (_file is null || _endSoon || _offset + batch.Length > _capacity)
        {
            Begin(batch.First, batch.Length);
        }

        LogFormat.WriteBatchHeader(batch.Bytes, batch.Frames, batch.First, Synced(), _seed);
        _file!.Write(batch.Bytes, _offset);
        _lastBatch = _offset;
        _offset += batch.Length;
        Interlocked.Add(ref _bytesSinceCheckpoint, batch.Length);
        lock (_gate)
        {
            _written = batch.Last;
        }
    }

    /// <summary>Puts all that was written before the call on the medium.</summary>
    internal void Sync()
    {
        // One at a time: a second caller must not take an older sync's progress for its own.
        lock (_syncGate)
        {
            IDiskFile[] ended;
            IDiskFile? file;
            ulong written;
            bool folderChanged;
            lock (_gate)
            {
                ended = [.. _ended];
                file = _file;
                written = _written;
                folderChanged = _folderChanged;
                _folderChanged = false;
            }

            if (folderChanged)
            {
                disk.SyncFolder(LogFormat.Folder);
            }

            foreach (var old in ended)
            {
                old.Sync();
            }

            file?.Sync();
            lock (_gate)
            {
                _synced = Math.Max(_synced, written);
                foreach (var old in ended)
                {
                    _ended.Remove(old);
                    old.Dispose();
                }
            }
        }
    }

    /// <summary>Cuts off what a write that found no space left behind, and makes sure that the log is what it was before it.</summary>
    /// <exception cref="IOException">That cannot be made sure of.</exception>
    internal void CutTorn()
    {
        if (_file is null)
        {
            return;
        }

        _file.SetLength(_offset);
        if (_file.Length != _offset)
        {
            throw new IOException("the torn end of the log could not be cut off");
        }

        if (_offset > LogFormat.SegmentHeaderBytes)
        {
            var batch = new byte[_offset - _lastBatch];
            if (_file.Read(batch, _lastBatch) != batch.Length || !LogFormat.TryReadBatch(batch, _seed, out _))
            {
                throw new IOException("the log's last whole batch does not read back");
            }
        }

        if (options.Durability != Durability.None)
        {
            Sync();
        }
    }

    /// <summary>Goes on in a new segment, with space set aside for it, that begins with the commit <paramref name="first"/>.</summary>
    /// <exception cref="DiskFullException">There is still no space.</exception>
    internal void GoOn(ulong first)
    {
        if (_file is not null && _offset == LogFormat.SegmentHeaderBytes)
        {
            // Nothing was ever written to it, and so it begins there.
            _capacity = Allocate(_file, LogFormat.SegmentHeaderBytes);
            return;
        }

        Begin(first, 0);
    }

    /// <summary>Deletes the segments that hold nothing after <paramref name="sequence"/>.</summary>
    internal void DropUpTo(ulong sequence)
    {
        List<ulong> dropped;
        lock (_gate)
        {
            // A segment ends where the next begins; the newest one stays.
            dropped = [.. _firsts.Where((_, i) => i + 1 < _firsts.Count && _firsts[i + 1] <= sequence + 1)];
            _firsts.RemoveRange(0, dropped.Count);
        }

        foreach (var first in dropped)
        {
            disk.Delete(LogFormat.PathOf(first));
        }
    }

    /// <summary>Deletes all of it: after it was closed, when a checkpoint holds everything.</summary>
    internal void DropAll()
    {
        foreach (var first in _firsts)
        {
            disk.Delete(LogFormat.PathOf(first));
        }

        _firsts.Clear();
        disk.SyncFolder(LogFormat.Folder);
    }

    /// <summary>A checkpoint holds what the first <paramref name="bytes"/> since the one before say.</summary>
    internal void Checkpointed(long bytes) => Interlocked.Add(ref _bytesSinceCheckpoint, -bytes);

    /// <summary>Syncs, and adds a batch without frames that says so, so that a damaged byte anywhere before it will be known for damage.</summary>
    internal void EndCleanly(ulong last)
    {
        if (_file is null)
        {
            return;
        }

        Sync();
        if (options.Durability == Durability.None)
        {
            SyncOlder();
        }

        var mark = new byte[LogFormat.BatchHeaderBytes];
        LogFormat.WriteBatchHeader(mark, 0, last + 1, last, _seed);
        _file.Write(mark, _offset);
        _file.SetLength(_offset + mark.Length);
        _file.Sync();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var old in _ended)
            {
                old.Dispose();
            }

            _ended.Clear();
            _file?.Dispose();
            _file = null;
        }
    }

    /// <summary>Without syncs on the way, the segments before the newest have never seen one.</summary>
    private void SyncOlder()
    {
        foreach (var first in _firsts.Where(first => first != _first))
        {
            using var older = disk.Open(LogFormat.PathOf(first), DiskOpenMode.ReadWrite);
            older.Sync();
        }
    }

    private ulong Synced()
    {
        lock (_gate)
        {
            return _synced;
        }
    }

    /// <summary>Sets space aside for a whole segment, or for a small one when there is no more.</summary>
    /// <returns>How far it may be written, in bytes.</returns>
    private long Allocate(IDiskFile file, long bytes)
    {
        var whole = Math.Max(options.LogSegmentBytes, bytes);
        var length = file.Length;
        try
        {
            file.Preallocate(whole);
            return whole;
        }
        catch (DiskFullException) when (Math.Max(SmallSegmentBytes, bytes) < whole)
        {
            var small = Math.Max(SmallSegmentBytes, bytes);
            file.SetLength(length);
            file.Preallocate(small);
            return small;
        }
    }

    private void Begin(ulong first, int bytes)
    {
        var path = LogFormat.PathOf(first);
        var file = disk.Open(path, DiskOpenMode.Create);
        long capacity;
        try
        {
            capacity = Allocate(file, LogFormat.SegmentHeaderBytes + bytes);
            file.Write(LogFormat.SegmentHeader(store, first, Synced()), 0);
            _file?.SetLength(_offset);
        }
        catch
        {
            // Without a whole batch it means nothing, and it would keep the space that was set aside.
            file.Dispose();
            disk.Delete(path);
            throw;
        }

        _endSoon = false;
        var old = _file;
        lock (_gate)
        {
            if (old is not null && options.Durability != Durability.None)
            {
                _ended.Add(old);
            }

            _firsts.Add(first);
            _file = file;
            _folderChanged = true;
        }

        if (options.Durability == Durability.None)
        {
            old?.Dispose();
        }

        _first = first;
        _seed = LogFormat.SeedOf(store, first);
        _offset = LogFormat.SegmentHeaderBytes;
        _capacity = capacity;
    }
}
