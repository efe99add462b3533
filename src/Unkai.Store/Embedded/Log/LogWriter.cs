namespace Unkai.Storage.Embedded;

/// <summary>Writes batches of frames, one at a time: whoever finds the log idle writes for all that wait.</summary>
/// <remarks>
/// <see cref="Durability.Always"/>: the log's own thread writes and syncs, so that no pool thread waits for the medium, and what is committed meanwhile is
/// the next batch. Otherwise the first to wait writes on the spot (a copy into the page cache, a few microseconds), and the log's thread syncs each second.
/// </remarks>
internal sealed class LogWriter : IDisposable
{
    /// <summary>New transactions wait while more than this waits to be written, in bytes.</summary>
    private const int BufferedBytesMax = 32 * 1024 * 1024;

    /// <summary>How many batches a caller writes for others before a pool thread goes on.</summary>
    private const int BatchesForOthersMax = 2;

    private static readonly TimeSpan s_syncInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a log that found its disk full waits, at least, between two tries to go on.</summary>
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly LogSegments _segments;
    private readonly Durability _durability;
    private readonly MachineClock _clock;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly ITimer? _timer;
    private readonly Thread? _thread;
    private LogBatch _open = new();
    private LogBatch? _spare = new();
    private LogBatch? _inFlight;
    private bool _writing;
    private bool _timerSet;
    private bool _closing;
    private ulong _durable;
    private volatile string? _failure;
    private volatile bool _isFullDisk;
    private long? _lastTry;
    private volatile int _epoch;

    internal LogWriter(LogSegments segments, StoreOptions options, ulong sequence)
    {
        _segments = segments;
        _durability = options.Durability;
        _clock = options.Clock;
        _durable = sequence;
        if (_durability == Durability.EverySecond)
        {
            _timer = options.Clock.Provider.CreateTimer(_ => _wake.Release(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        if (_durability != Durability.None)
        {
            _thread = new Thread(_durability == Durability.Always ? WriteAndSyncLoop : SyncLoop) { IsBackground = true, Name = "unkai-log" };
            _thread.Start();
        }
    }

    /// <summary>Why nothing is written; null while all is well. A full disk may pass: see <see cref="TryGoOn"/>.</summary>
    internal string? Failure => _failure;

    /// <summary>Counts the times that commits were taken back: a sequence means something only together with the epoch in which it was given.</summary>
    internal int Epoch => _epoch;

    /// <summary>The newest commit that is as durable as the store promises.</summary>
    internal ulong Durable => Volatile.Read(ref _durable);

    /// <summary>Whether new transactions should wait.</summary>
    internal bool IsFull => _open.Length > BufferedBytesMax && _failure is null;

    /// <summary>Called after a batch was written, with the bytes of log since the last checkpoint. Must return at once.</summary>
    internal Action<long>? Grown { get; set; }

    // The appends are called under the store's commit lock, so that frames come in the order of their sequence.
    internal void Append(in CommitRecord commit)
    {
        lock (_gate)
        {
            _open.Add(commit);
        }
    }

    internal void AppendCreate(World world)
    {
        lock (_gate)
        {
            _open.AddCreate(world);
        }
    }

    internal void AppendFork(World from, World to)
    {
        lock (_gate)
        {
            _open.AddFork(from, to);
        }
    }

    internal void AppendDelete(World world, ulong sequence)
    {
        lock (_gate)
        {
            _open.AddDelete(world, sequence);
        }
    }

    internal void AppendSkip(ulong sequence, ulong countsAs)
    {
        lock (_gate)
        {
            _open.AddSkip(sequence, countsAs);
        }
    }

    internal void EndSegmentSoon() => _segments.EndSoon();

    /// <summary>Completes when the log is durable, as far as the store promises, up to a commit. May write it on the caller's thread.</summary>
    /// <param name="sequence">The commit.</param>
    /// <param name="epoch">The <see cref="Epoch"/> in which it was given; when that is over, the commit was taken back and this fails.</param>
    internal Task WhenDurable(ulong sequence, int epoch)
    {
        // In this order: a later epoch begins before anything in it becomes durable.
        if (Volatile.Read(ref _durable) >= sequence && _epoch == epoch)
        {
            return Task.CompletedTask;
        }

        LogBatch batch;
        lock (_gate)
        {
            if (_epoch != epoch)
            {
                return Task.FromException(Unavailable("the disk was full"));
            }

            if (_durable >= sequence)
            {
                return Task.CompletedTask;
            }

            if (_failure is { } failure)
            {
                return Task.FromException(Unavailable(failure));
            }

            if (_inFlight is { } writing && sequence <= writing.Last)
            {
                return writing.Written;
            }

            if (_writing)
            {
                return _open.Written;
            }

            _writing = true;
            if (_durability == Durability.Always)
            {
                var written = _open.Written;
                _wake.Release();
                return written;
            }

            batch = TakeOpen();
        }

        WriteOn(batch, BatchesForOthersMax);
        return Volatile.Read(ref _durable) >= sequence ? Task.CompletedTask : Task.FromException(Unavailable(_failure ?? "the log was not written"));
    }

    /// <summary>Puts all that was written before on the medium, on the caller's thread.</summary>
    /// <exception cref="StoreUnavailableException">The disk failed.</exception>
    internal void SyncNow()
    {
        if (_failure is { } failure)
        {
            throw Unavailable(failure);
        }

        try
        {
            _segments.Sync();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception, null);
            throw Unavailable(_failure!);
        }
    }

    /// <summary>Says that the disk can no longer be relied on.</summary>
    internal void FailFor(Exception exception) => Fail(exception, null);

    /// <summary>After a write that found no space: cuts off what it left behind, and goes on when there is space again. Not more often than once a second.</summary>
    /// <remarks>
    /// Called under the store's commit lock. Nothing is tried again: what was to be written has been answered with an error and is taken back. That is sound after
    /// a write, which changes nothing before its place, and never after a sync: what a failed one has lost is not known.
    /// </remarks>
    /// <param name="takeBack">Makes the worlds what they were after the commit that it is handed. Called once it is sure that the log goes on from there.</param>
    /// <returns>Whether the log is well.</returns>
    internal bool TryGoOn(Action<ulong> takeBack)
    {
        lock (_gate)
        {
            if (_failure is null)
            {
                return true;
            }

            if (!_isFullDisk || _closing || (_lastTry is { } last && _clock.ElapsedSince(last) < s_retryInterval))
            {
                return false;
            }

            _lastTry = _clock.Timestamp;
        }

        try
        {
            _segments.CutTorn();
            _segments.GoOn(Durable + 1);
        }
        catch (DiskFullException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception, null);
            return false;
        }

        lock (_gate)
        {
            if (!_isFullDisk || _closing)
            {
                return false;
            }

            _open.Reset();
            takeBack(_durable);
            _epoch++;
            _writing = false;
            _timerSet = false;
            _isFullDisk = false;
            _failure = null;
            return true;
        }
    }

    /// <summary>Writes what is there, syncs it, marks the log as cleanly ended and lets the files go.</summary>
    internal async Task CloseAsync()
    {
        Task? last = null;
        lock (_gate)
        {
            if (_failure is null && !_open.IsEmpty)
            {
                last = _open.Written;
            }
            else if (_failure is null && _inFlight is { } writing)
            {
                last = writing.Written;
            }
        }

        if (last is not null)
        {
            try
            {
                ulong end;
                lock (_gate)
                {
                    end = _open.IsEmpty ? _inFlight?.Last ?? _durable : _open.Last;
                }

                await WhenDurable(end, Epoch);
                await last;
            }
            catch (StoreUnavailableException)
            {
                // Those who waited for it have been told; closing goes on.
            }
        }

        lock (_gate)
        {
            _closing = true;
        }

        _wake.Release();
        _thread?.Join();
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        try
        {
            if (_failure is null)
            {
                _segments.EndCleanly(_durable);
            }
            else if (_isFullDisk)
            {
                _segments.CutTorn();
            }
        }
        catch (IOException exception)
        {
            Fail(exception, null);
        }

        _failure ??= "it is closed";
        _segments.Dispose();
    }

    public void Dispose()
    {
        _wake.Dispose();
        _segments.Dispose();
    }

    private static StoreUnavailableException Unavailable(string failure) => new($"The write is not durable: {failure}");

    private LogBatch TakeOpen()
    {
        var batch = _open;
        _inFlight = batch;
        _open = _spare ?? new LogBatch();
        _spare = null;
        return batch;
    }

    /// <summary>Writes batches until none is open; after <paramref name="more"/> for others, on a pool thread.</summary>
    private void WriteOn(LogBatch batch, int more)
    {
        while (true)
        {
            if (!TryWrite(batch, sync: false))
            {
                return;
            }

            lock (_gate)
            {
                Completed(batch);
                if (_durability == Durability.EverySecond && !_timerSet)
                {
                    _timerSet = true;
                    _timer!.Change(s_syncInterval, Timeout.InfiniteTimeSpan);
                }

                if (_open.IsEmpty)
                {
                    _writing = false;
                    return;
                }

                batch = TakeOpen();
            }

            if (more-- == 0)
            {
                ThreadPool.UnsafeQueueUserWorkItem(static item => item.Writer.WriteOn(item.Batch, int.MaxValue), (Writer: this, Batch: batch), preferLocal: false);
                return;
            }
        }
    }

    private bool TryWrite(LogBatch batch, bool sync)
    {
        try
        {
            try
            {
                _segments.Write(batch);
            }
            catch (DiskFullException exception)
            {
                Fail(exception, batch, isFullDisk: true);
                return false;
            }

            if (sync)
            {
                _segments.Sync();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail(exception, batch);
            return false;
        }

        // Readers may see it before the first of the waiters goes on: an answered write is a visible one.
        foreach (var commit in batch.Commits)
        {
            commit.World.Visible = commit.State;
            commit.World.Watches.Fire(commit);
        }

        Grown?.Invoke(_segments.BytesSinceCheckpoint);
        return true;
    }

    /// <summary>Under the gate.</summary>
    private void Completed(LogBatch batch)
    {
        Volatile.Write(ref _durable, batch.Last);
        _inFlight = null;
        batch.Complete();
        batch.Reset();
        _spare = batch;
    }

    private void Fail(Exception exception, LogBatch? batch, bool isFullDisk = false)
    {
        lock (_gate)
        {
            if (_failure is null || (_isFullDisk && !isFullDisk))
            {
                _failure = isFullDisk ? $"the disk is full ({exception.Message})" : $"the disk failed ({exception.Message})";
                _isFullDisk = isFullDisk;
            }

            var failed = new StoreUnavailableException($"The write is not durable: {_failure}", exception);
            batch?.Fail(failed);
            _inFlight?.Fail(failed);
            _open.Fail(failed);
            _inFlight = null;
        }
    }

    private void WriteAndSyncLoop()
    {
        while (true)
        {
            _wake.Wait();
            while (true)
            {
                LogBatch batch;
                lock (_gate)
                {
                    if (_open.IsEmpty || _failure is not null)
                    {
                        _writing = false;
                        if (_closing)
                        {
                            return;
                        }

                        break;
                    }

                    batch = TakeOpen();
                }

                if (TryWrite(batch, sync: true))
                {
                    lock (_gate)
                    {
                        Completed(batch);
                    }
                }
            }
        }
    }

    private void SyncLoop()
    {
        while (true)
        {
            _wake.Wait();
            lock (_gate)
            {
                if (_closing)
                {
                    return;
                }

                // A full disk keeps what was written before it was full waiting for its sync.
                if (_failure is not null && !_isFullDisk)
                {
                    continue;
                }

                _timerSet = false;
            }

            try
            {
                _segments.Sync();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fail(exception, null);
            }
        }
    }
}
