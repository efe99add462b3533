using System.Runtime.InteropServices;

namespace Unkai.Storage;

/// <summary>A transaction whose writes wait in memory for the commit, as in both engines; what it reads is its engine's.</summary>
internal abstract class BufferedTransaction : Transaction
{
    private List<Action>? _fills;
    private ulong _sequence;

    public sealed override bool HasWrites => _sequence != 0 || !Writes.IsEmpty;

    internal WriteSet Writes { get; } = new();

    public sealed override void Put(byte[] key, ReadOnlyMemory<byte> value)
    {
        CheckWrite(key, value.Length);
        Writes.Put(key, Own(value));
    }

    public sealed override void PutStamped(byte[] key, byte[] value, int offset, PendingStamp stamp)
    {
        CheckWrite(key, value.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, value.Length - CommitStamp.SizeBytes);
        if (!stamp.IsOf(this))
        {
            throw new ArgumentException("The stamp is another transaction's.", nameof(stamp));
        }

        Writes.Put(key, value, offset, stamp.Order);
    }

    public sealed override void Delete(byte[] key)
    {
        CheckWrite(key, 0);
        Writes.Delete(key);
    }

    public sealed override void DeleteRange(KeyRange range)
    {
        ThrowIfEnded();
        if (!range.IsEmpty)
        {
            Writes.DeleteRange(range);
        }
    }

    public sealed override void Add(byte[] key, long delta)
    {
        CheckWrite(key, sizeof(long));
        Writes.Add(key, delta);
    }

    public sealed override PendingStamp Append(byte[] prefix, ReadOnlyMemory<byte> value)
    {
        CheckWrite(prefix, value.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefix.Length, Store.KeyBytesMax - CommitStamp.SizeBytes);
        return new PendingStamp(this, Writes.Append(prefix, Own(value)));
    }

    public sealed override void DropWrites()
    {
        ThrowIfEnded();
        Writes.Clear();
        _fills = null;
    }

    public sealed override void BeforeReply(Action fill) => (_fills ??= []).Add(fill);

    protected internal sealed override CommitStamp StampOf(ushort order) => _sequence != 0
        ? new CommitStamp(_sequence, order)
        : throw new InvalidOperationException("A stamp can be read after its transaction has committed.");

    /// <exception cref="InvalidOperationException">The run has ended.</exception>
    protected abstract void ThrowIfEnded();

    /// <summary>Gives the run its place in the order of commits; 0 when it wrote nothing. Stamps can be read from now on.</summary>
    protected void TakePlace(ulong sequence) => _sequence = sequence;

    /// <summary>Runs what <see cref="BeforeReply"/> was given.</summary>
    protected void FillReplies()
    {
        foreach (var fill in _fills ?? [])
        {
            fill();
        }

        _fills = null;
    }

    private static byte[] Own(ReadOnlyMemory<byte> value) =>
        MemoryMarshal.TryGetArray(value, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : value.ToArray();

    private void CheckWrite(byte[] key, int valueBytes)
    {
        ThrowIfEnded();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Store.KeyBytesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(valueBytes, Store.ValueBytesMax);
    }
}
