namespace Unkai.Storage.Embedded;

/// <summary>The log's files: writes batches to the newest, begins another when it is full, syncs, and deletes what a checkpoint has made needless.</summary>
/// <remarks>One thread writes at a time; another may sync meanwhile.</remarks>
internal sealed class LogSegments(IDisk disk, StoreOptions options, ulong store, ulong sequence) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Lock _syncGate = new();
    private readonly List<ulong> _firsts = [];
    private readonly List<IDiskFile> _ended = [];
    private IDiskFile? _file;
    private uint _seed;
    private long _offset;
    private long _bytesSinceCheckpoint;
    private ulong _written = sequence;
    private ulong _synced = sequence;
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
        if (_file is null || _endSoon || _offset + batch.Length > options.LogSegmentBytes)
        {
            Begin(batch.First, batch.Length);
        }

        LogFormat.WriteBatchHeader(batch.Bytes, batch.Frames, batch.First, Synced(), _seed);
        _file!.Write(batch.Bytes, _offset);
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

    private ulong Synced()
    {
        lock (_gate)
        {
            return _synced;
        }
    }

    private void Begin(ulong first, int bytes)
    {
        _endSoon = false;
        var file = disk.Open(LogFormat.PathOf(first), DiskOpenMode.Create);
        file.Preallocate(Math.Max(options.LogSegmentBytes, LogFormat.SegmentHeaderBytes + bytes));
        file.Write(LogFormat.SegmentHeader(store, first, Synced()), 0);
        var old = _file;
        old?.SetLength(_offset);
        lock (_gate)
        {
            if (old is not null)
            {
                _ended.Add(old);
            }

            _firsts.Add(first);
            _file = file;
            _folderChanged = true;
        }

        _seed = LogFormat.SeedOf(store, first);
        _offset = LogFormat.SegmentHeaderBytes;
        if (options.Durability == Durability.None && old is not null)
        {
            lock (_gate)
            {
                _ended.Remove(old);
            }

            old.Dispose();
        }
    }
}
