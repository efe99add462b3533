using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage.Embedded;

/// <summary>Frames that are written together, and who waits for them. Filled under the log's gate.</summary>
internal sealed class LogBatch
{
    private const int BufferBytesFirst = 64 * 1024;

    /// <summary>A larger buffer is not kept for the next batch.</summary>
    private const int BufferBytesKept = 4 * 1024 * 1024;

    private readonly List<CommitRecord> _commits = [];
    private byte[] _buffer = new byte[BufferBytesFirst];
    private TaskCompletionSource? _written;

    internal int Length { get; private set; } = LogFormat.BatchHeaderBytes;

    internal int Frames { get; private set; }

    internal ulong First { get; private set; }

    internal ulong Last { get; private set; }

    internal bool IsEmpty => Frames == 0;

    /// <summary>What the frames made of their worlds, in order.</summary>
    internal IReadOnlyList<CommitRecord> Commits => _commits;

    /// <summary>Completes when the batch is as durable as the store promises.</summary>
    internal Task Written => (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal Span<byte> Bytes => _buffer.AsSpan(0, Length);

    internal void Add(in CommitRecord commit)
    {
        var size = LogFormat.FrameHeaderBytes + sizeof(uint);
        foreach (var range in commit.Removed)
        {
            size += 1 + SizeOf(range.Start) + (range.End is null ? 0 : SizeOf(range.End));
        }

        foreach (var write in commit.Writes)
        {
            size += 1 + SizeOf(write.Key) + (write.Value is null ? 0 : SizeOf(write.Value));
        }

        var target = Begin(size, LogFormat.Commit, commit.State.Sequence);
        _commits.Add(commit);
        BinaryPrimitives.WriteUInt32LittleEndian(target, commit.World.Id);
        target = target[sizeof(uint)..];
        foreach (var range in commit.Removed)
        {
            target[0] = range.End is null ? LogFormat.DeleteFromOperation : LogFormat.DeleteRangeOperation;
            target = Put(target[1..], range.Start);
            target = range.End is null ? target : Put(target, range.End);
        }

        foreach (var write in commit.Writes)
        {
            target[0] = write.Value is null ? LogFormat.DeleteOperation : LogFormat.PutOperation;
            target = Put(target[1..], write.Key);
            target = write.Value is null ? target : Put(target, write.Value);
        }

        Ended(target);
    }

    internal void AddCreate(World world)
    {
        var name = Encoding.ASCII.GetBytes(world.Name.Value);
        var target = Begin(LogFormat.FrameHeaderBytes + sizeof(uint) + SizeOf(name), LogFormat.Create, world.Current.Sequence);
        _commits.Add(new CommitRecord(world, world.Current, [], []));
        BinaryPrimitives.WriteUInt32LittleEndian(target, world.Id);
        Ended(Put(target[sizeof(uint)..], name));
    }

    internal void AddFork(World from, World to)
    {
        var name = Encoding.ASCII.GetBytes(to.Name.Value);
        var target = Begin(LogFormat.FrameHeaderBytes + (2 * sizeof(uint)) + SizeOf(name), LogFormat.Fork, to.Current.Sequence);
        _commits.Add(new CommitRecord(to, to.Current, [], []));
        BinaryPrimitives.WriteUInt32LittleEndian(target, from.Id);
        BinaryPrimitives.WriteUInt32LittleEndian(target[sizeof(uint)..], to.Id);
        Ended(Put(target[(2 * sizeof(uint))..], name));
    }

    internal void AddDelete(World world, ulong sequence)
    {
        var target = Begin(LogFormat.FrameHeaderBytes + sizeof(uint), LogFormat.Delete, sequence);
        _commits.Add(new CommitRecord(world, new WorldState(null, sequence), [], []));
        BinaryPrimitives.WriteUInt32LittleEndian(target, world.Id);
        Ended(target[sizeof(uint)..]);
    }

    internal void AddSkip(ulong sequence, ulong countsAs)
    {
        var target = Begin(LogFormat.FrameHeaderBytes + sizeof(ulong), LogFormat.Skip, sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target, countsAs);
        Last = countsAs;
        Ended(target[sizeof(ulong)..]);
    }

    internal void Complete() => _written?.TrySetResult();

    internal void Fail(Exception failure)
    {
        if (_written is not null)
        {
            _written.TrySetException(failure);
            _ = _written.Task.Exception; // Observed: whoever waited may be gone.
        }
    }

    /// <summary>Makes it ready to be filled again.</summary>
    internal void Reset()
    {
        _commits.Clear();
        _written = null;
        Length = LogFormat.BatchHeaderBytes;
        Frames = 0;
        if (_buffer.Length > BufferBytesKept)
        {
            _buffer = new byte[BufferBytesFirst];
        }
    }

    private static int SizeOf(byte[] bytes)
    {
        var size = 1;
        for (var rest = (uint)bytes.Length; rest >= 0x80; rest >>= 7)
        {
            size++;
        }

        return size + bytes.Length;
    }

    private static Span<byte> Put(Span<byte> target, byte[] bytes)
    {
        var rest = (uint)bytes.Length;
        var size = 0;
        for (; rest >= 0x80; rest >>= 7)
        {
            target[size++] = (byte)(rest | 0x80);
        }

        target[size++] = (byte)rest;
        bytes.CopyTo(target[size..]);
        return target[(size + bytes.Length)..];
    }

    private Span<byte> Begin(int size, byte kind, ulong sequence)
    {
        if (Length + size > _buffer.Length)
        {
            Array.Resize(ref _buffer, checked((int)Math.Max(Length + (long)size, Math.Min(2L * _buffer.Length, Array.MaxLength))));
        }

        if (Frames == 0)
        {
            First = sequence;
        }
        else if (sequence != Last + 1)
        {
            throw new InvalidOperationException($"Frame {sequence} does not follow {Last}.");
        }

        var frame = _buffer.AsSpan(Length, size);
        BinaryPrimitives.WriteInt32LittleEndian(frame, size - sizeof(int));
        frame[4] = kind;
        Length += size;
        Frames++;
        Last = sequence;
        return frame[LogFormat.FrameHeaderBytes..];
    }

    private static void Ended(Span<byte> rest)
    {
        if (!rest.IsEmpty)
        {
            throw new InvalidOperationException("A frame is shorter than its size says.");
        }
    }
}
