namespace Unkai.Storage;

/// <summary>One run of a transaction's body: a snapshot whose reads are validated at commit, and the writes so far, which its reads see.</summary>
/// <remarks>Blind writes, <see cref="Add"/> and <see cref="Append"/> never conflict with each other. What <see cref="Append"/> adds cannot be read before the commit.</remarks>
public abstract class Transaction : Snapshot
{
    /// <summary>Whether the body has written anything so far.</summary>
    public abstract bool HasWrites { get; }

    /// <summary>Sets a key. The value is not modified afterwards by the caller.</summary>
    public abstract void Put(byte[] key, ReadOnlyMemory<byte> value);

    /// <summary>Sets a key to a value whose bytes from <paramref name="offset"/> on become <paramref name="stamp"/>'s at commit (<see cref="CommitStamp.SizeBytes"/> of them).</summary>
    /// <remarks>Reads in this transaction see the value as handed in. The value must be the caller's own copy: the store fills it.</remarks>
    public abstract void PutStamped(byte[] key, byte[] value, int offset, PendingStamp stamp);

    /// <summary>Removes a key, there or not.</summary>
    public abstract void Delete(byte[] key);

    /// <summary>Removes all keys of a range, whatever they are at commit.</summary>
    public abstract void DeleteRange(KeyRange range);

    /// <summary>Adds to the 64-bit little-endian number under a key; a missing one is 0.</summary>
    /// <remarks>Adds commute, so they never conflict with each other. The commit fails with <see cref="InvalidOperationException"/> when the sum overflows or the value is not eight bytes.</remarks>
    public abstract void Add(byte[] key, long delta);

    /// <summary>Adds an entry whose key is <paramref name="prefix"/> followed by the commit's stamp: later commits come later, and appends never conflict.</summary>
    /// <returns>The stamp, to be read after the commit. At most <see cref="CommitStamp.OrderMax"/> + 1 a transaction.</returns>
    public abstract PendingStamp Append(byte[] prefix, ReadOnlyMemory<byte> value);

    /// <summary>Up to <paramref name="max"/> entries of the range, in key order, that no other live transaction has claimed; they are this transaction's until it ends.</summary>
    /// <remarks>
    /// Only the returned keys count as read, not the range. No two transactions commit with a claim on the same entry: move it or delete it in this
    /// transaction (one left alone is free again after the commit). Fewer than <paramref name="max"/> may come back though more are there.
    /// </remarks>
    /// <param name="range">For example the ready part of a queue, up to now.</param>
    /// <param name="max">1 to <see cref="Snapshot.RangeEntriesMax"/>.</param>
    public abstract ValueTask<IReadOnlyList<Entry>> ClaimAsync(KeyRange range, int max);

    /// <summary>Drops every write so far: the transaction goes on as one that only read. For a body that answers with an error after it had begun to write.</summary>
    public abstract void DropWrites();

    /// <summary>Runs <paramref name="fill"/> once, after the commit has its place in the order and before the caller has its result: fills in what needs a stamp.</summary>
    /// <remarks>It runs inside the commit: only assignments and formatting, no awaiting, no throwing.</remarks>
    public abstract void BeforeReply(Action fill);

    /// <summary>The stamp numbered <paramref name="order"/> of this commit.</summary>
    protected internal abstract CommitStamp StampOf(ushort order);
}
