namespace Unkai.Storage;

/// <summary>The keys from <see cref="Start"/> (included) to <see cref="End"/> (excluded), in byte order. A null end is open.</summary>
public readonly struct KeyRange
{
    /// <summary>A range; empty when the end does not come after the start.</summary>
    public KeyRange(byte[] start, byte[]? end)
    {
        Start = start;
        End = end;
    }

    /// <summary>Every key.</summary>
    public static KeyRange All { get; } = new([], null);

    /// <summary>The first key that belongs to it.</summary>
    public byte[] Start { get => field ?? []; }

    /// <summary>The first key after it; null when there is none.</summary>
    public byte[]? End { get; }

    /// <summary>Whether no key can belong to it.</summary>
    public bool IsEmpty => End is { } end && Start.AsSpan().SequenceCompareTo(end) >= 0;

    /// <summary>All keys that begin with <paramref name="prefix"/>.</summary>
    public static KeyRange Prefix(byte[] prefix) => new(prefix, AfterPrefix(prefix));

    /// <summary>One key.</summary>
    public static KeyRange OfKey(byte[] key) => new(key, Successor(key));

    /// <summary>The key that follows <paramref name="key"/> directly.</summary>
    public static byte[] Successor(ReadOnlySpan<byte> key)
    {
        var next = new byte[key.Length + 1];
        key.CopyTo(next);
        return next;
    }

    /// <summary>The first key after all that begin with <paramref name="prefix"/>; null when there is none.</summary>
    public static byte[]? AfterPrefix(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.TrimEnd((byte)0xFF).Length;
        if (length == 0)
        {
            return null;
        }

        var next = prefix[..length].ToArray();
        next[^1]++;
        return next;
    }

    /// <summary>Whether a key belongs to it.</summary>
    public bool Contains(ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(Start) >= 0 && (End is null || key.SequenceCompareTo(End) < 0);

    /// <summary>The keys that belong to both.</summary>
    public KeyRange Intersect(KeyRange other) => new(
        Start.AsSpan().SequenceCompareTo(other.Start) >= 0 ? Start : other.Start,
        End is null ? other.End : other.End is null || End.AsSpan().SequenceCompareTo(other.End) <= 0 ? End : other.End);

    /// <summary>What comes after <paramref name="key"/> in it: the next page.</summary>
    public KeyRange After(ReadOnlySpan<byte> key) => Intersect(new KeyRange(Successor(key), null));

    /// <summary>What comes before <paramref name="key"/> in it: the next page in descending order.</summary>
    public KeyRange Before(ReadOnlySpan<byte> key) => Intersect(new KeyRange([], key.ToArray()));
}
