using System.Globalization;
using System.Text;

namespace Unkai.Storage.Embedded;

/// <summary>The files of a store: <c>LOCK</c>, <c>FORMAT</c>, <c>log/</c>, <c>checkpoint/</c>; opens and recovers them, and writes checkpoints.</summary>
internal sealed class StoreFiles : IAsyncDisposable
{
    internal const string LockPath = "LOCK";
    internal const string FormatPath = "FORMAT";
    private const string FormatFirstLine = "unkai-store 1";
    private const int FormatBytesMax = 4096;

    /// <summary>A checkpoint is also due at opening when the log is in more segments than this.</summary>
    private const int SegmentsMax = 16;

    /// <summary>How long after a checkpoint that could not be written the next is tried: on a nearly full disk each takes the space that the log needs.</summary>
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromSeconds(10);

    private readonly StoreOptions _options;
    private readonly IDisposable _lock;
    private readonly LogSegments _segments;
    private readonly CancellationTokenSource _closing = new();
    private readonly ulong _id;
    private readonly bool _manySegments;
    private long _checkpointBytes;
    private Committer? _committer;
    private readonly Lock _checkpointGate = new();
    private long _checkpointFailedAt;
    private bool _checkpointing;
    private Task _checkpoint = Task.CompletedTask;

    private StoreFiles(
        IDisk disk, StoreOptions options, IDisposable held, ulong id, LogSegments segments, LogWriter log, RecoveryReport report, long checkpointBytes, bool manySegments)
    {
        Disk = disk;
        _options = options;
        _lock = held;
        _id = id;
        _segments = segments;
        Log = log;
        Report = report;
        _checkpointBytes = checkpointBytes;
        _manySegments = manySegments;
    }

    internal IDisk Disk { get; }

    internal LogWriter Log { get; }

    internal RecoveryReport Report { get; }

    /// <summary>Why the last checkpoint could not be written; the log grows meanwhile. Null when all is well.</summary>
    internal string? CheckpointFailure { get; private set; }

    /// <summary>Checkpoints written since the store was opened.</summary>
    internal int Checkpoints { get; private set; }

    /// <summary>Whether the newest checkpoint is to be all that stays when the store is closed.</summary>
    internal bool DropsLog { get; set; }

    internal static StoreFiles Open(IDisk disk, StoreOptions options, WorldSet worlds, CancellationToken cancellation)
    {
        var held = disk.TryLock(LockPath)
            ?? throw new StoreCorruptException($"Another process has the store open ({disk.MachinePath}/{LockPath}). Stop it first.");
        try
        {
            var id = ReadFormat(disk) ?? WriteFormat(disk, options);
            disk.CreateFolder(LogFormat.Folder);
            disk.CreateFolder(CheckpointFormat.Folder);
            disk.SyncFolder("");
            var (sequence, bytes) = CheckpointReader.Read(disk, id, worlds, cancellation);
            var reader = new LogReader(disk, id, sequence);
            var replay = new LogReplay(worlds);
            reader.Read(replay, cancellation);
            replay.Finish();
            if (options.Durability != Durability.None)
            {
                reader.Harden();
            }

            CheckpointReader.Tidy(disk, sequence);
            reader.DropNeedless();
            worlds.Sequence = reader.Last;
            foreach (var world in worlds.All)
            {
                world.Visible = world.Current;
            }

            var segments = new LogSegments(disk, options, id, worlds.Sequence);
            foreach (var (first, size) in reader.Segments)
            {
                segments.Found(first, size);
            }

            var report = new RecoveryReport(reader.Commits, reader.DroppedBytes, reader.Notice);
            return new StoreFiles(
                disk, options, held, id, segments, new LogWriter(segments, options, worlds.Sequence), report, bytes, reader.Segments.Count > SegmentsMax);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    internal void StartCheckpoints(Committer committer)
    {
        _committer = committer;
        Log.Grown = bytes =>
        {
            if (bytes > Math.Max(_options.CheckpointLogBytes, Interlocked.Read(ref _checkpointBytes)))
            {
                StartCheckpoint();
            }
        };
        if (_manySegments)
        {
            StartCheckpoint();
        }
    }

    /// <summary>Writes a checkpoint now, unless one is being written.</summary>
    internal Task CheckpointAsync()
    {
        StartCheckpoint();
        return _checkpoint;
    }

    /// <summary>Completes when no checkpoint is being written.</summary>
    internal Task WhenCheckpointWritten()
    {
        lock (_checkpointGate)
        {
            return _checkpoint;
        }
    }

    /// <summary>Puts everything written so far on the medium.</summary>
    internal void SyncLog()
    {
        if (_options.Durability != Durability.None)
        {
            Log.SyncNow();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Log.Grown = null;
        Task checkpoint;
        lock (_checkpointGate)
        {
            _closing.Cancel();
            checkpoint = _checkpoint;
        }

        await checkpoint;
        await Log.CloseAsync();
        if (DropsLog && CheckpointFailure is null)
        {
            _segments.DropAll();
        }

        _lock.Dispose();
        _closing.Dispose();
    }

    internal static ulong? ReadFormat(IDisk disk)
    {
        if (!disk.Exists(FormatPath))
        {
            return disk.ListFiles(LogFormat.Folder).Count + disk.ListFiles(CheckpointFormat.Folder).Count == 0
                ? null
                : throw new StoreCorruptException("There is a log or a checkpoint but no FORMAT file. Restore the data directory from a backup.");
        }

        using var file = disk.Open(FormatPath, DiskOpenMode.Read);
        var bytes = new byte[Math.Min(file.Length, FormatBytesMax)];
        file.Read(bytes, 0);
        var lines = Encoding.ASCII.GetString(bytes).Split('\n');
        if (lines[0] != FormatFirstLine)
        {
            throw new StoreCorruptException(lines[0].StartsWith("unkai-store ", StringComparison.Ordinal)
                ? $"The data directory is of format \"{lines[0]}\"; this Unkai opens \"{FormatFirstLine}\". Open it with the Unkai that wrote it, or a newer one."
                : "The FORMAT file is damaged. Restore it from a backup.");
        }

        return lines.Length > 1 && ulong.TryParse(lines[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new StoreCorruptException("The FORMAT file is damaged. Restore it from a backup.");
    }

    private static ulong WriteFormat(IDisk disk, StoreOptions options)
    {
        var id = options.Random.NextUInt64();
        var text = string.Create(CultureInfo.InvariantCulture, $"{FormatFirstLine}\n{id:x16}\n");
        const string Temporary = FormatPath + CheckpointFormat.TemporaryExtension;
        using (var file = disk.Open(Temporary, DiskOpenMode.Create))
        {
            file.Write(Encoding.ASCII.GetBytes(text), 0);
            file.Sync();
        }

        disk.Rename(Temporary, FormatPath);
        disk.SyncFolder("");
        return id;
    }

    private void StartCheckpoint()
    {
        lock (_checkpointGate)
        {
            if (Log.Failure is null && !_checkpointing && !_closing.IsCancellationRequested
                && (CheckpointFailure is null || _options.Clock.ElapsedSince(_checkpointFailedAt) >= s_retryInterval))
            {
                _checkpointing = true;
                _checkpoint = Task.Factory.StartNew(WriteCheckpoint, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    private void WriteCheckpoint()
    {
        try
        {
            var bytes = _segments.BytesSinceCheckpoint;
            var state = _committer!.Capture();
            if (state.Sequence == 0)
            {
                return;
            }

            var written = new CheckpointWriter(Disk, _id, _options.Clock).Write(
                state, beforeRename: () => Log.WhenDurable(state.Sequence, state.Epoch).GetAwaiter().GetResult(), _closing.Token);
            Interlocked.Exchange(ref _checkpointBytes, written);
            _segments.Checkpointed(bytes);
            CheckpointReader.DeleteOlder(Disk, state.Sequence);
            _segments.DropUpTo(state.Sequence);
            CheckpointFailure = null;
            Checkpoints++;
        }
        catch (OperationCanceledException)
        {
            // The store is being closed; the log has everything.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StoreUnavailableException)
        {
            // The log has everything, so nothing is lost: the log's growth tries again after a while.
            CheckpointFailure = exception.Message;
            _checkpointFailedAt = _options.Clock.Timestamp;
        }
        finally
        {
            lock (_checkpointGate)
            {
                _checkpointing = false;
            }
        }
    }
}
