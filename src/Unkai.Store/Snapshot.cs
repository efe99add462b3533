namespace Unkai.Storage;

/// <summary>A world as of one place in the order of commits, between the body's start and its first read. Lives as long as the body it was handed to.</summary>
/// <remarks>Keys handed in are not modified afterwards by the caller; values handed out are never modified by anyone. Not for several threads at once.</remarks>
public abstract class Snapshot
{
    /// <summary>The most entries that one range read returns.</summary>
    public const int RangeEntriesMax = 10_000;

    /// <summary>The world that is read.</summary>
    public abstract WorldName World { get; }

    /// <summary>The name under which this process holds leases in this life of the world; null where no other process works on the store (<see cref="Store.IsShared"/>).</summary>
    public virtual string? Holder => null;

    /// <summary>Whether <paramref name="holder"/> is another process that is alive, and holds leases in this life of the world: a lease of any other holder is void.</summary>
    public virtual ValueTask<bool> IsHeldElsewhereAsync(string holder) => new(false);

    /// <summary>The value under a key.</summary>
    /// <returns>Null when there is none.</returns>
    public abstract ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key);

    /// <summary>The first <paramref name="limit"/> entries of a range in key order, or the last ones in descending order when <paramref name="reverse"/>.</summary>
    /// <param name="range">The keys of interest. In a transaction, only the part up to the last returned key is read when the limit was reached.</param>
    /// <param name="limit">1 to <see cref="RangeEntriesMax"/>.</param>
    /// <param name="reverse">Descending order.</param>
    public abstract ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false);

    /// <summary>A watch that fires for any commit to the range after this snapshot, and when a claim's reservation in it ends without a write: no wake-up is lost.</summary>
    /// <remarks>
    /// Asked for inside the body, returned as part of its result, awaited outside, disposed by whoever has it. It may fire for nothing.
    /// A run that is repeated disposes the watches it made.
    /// </remarks>
    public abstract Watch Watch(KeyRange range);
}
