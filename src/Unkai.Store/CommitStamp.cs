using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage;

/// <summary>A place in the order of commits: the commit's sequence and a number within it. Unique in a store, over all its worlds, for ever.</summary>
/// <remarks>Ten bytes in a key: sequence (8, big-endian), order (2, big-endian).</remarks>
public readonly record struct CommitStamp(ulong Sequence, ushort Order) : IComparable<CommitStamp>
{
    /// <summary>Its size in a key or value, in bytes.</summary>
    public const int SizeBytes = 10;

    /// <summary>The highest <see cref="Order"/>.</summary>
    public const int OrderMax = ushort.MaxValue;

    /// <summary>Writes the ten bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64BigEndian(target, Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(target[8..], Order);
    }

    /// <summary>Reads the ten bytes.</summary>
    public static CommitStamp Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt16BigEndian(source[8..]));

    /// <summary>As one number that grows with the order, below 2^80: for sequence numbers that AWS shows as 20 or more digits.</summary>
    public UInt128 ToUInt128() => ((UInt128)Sequence << 16) | Order;

    /// <inheritdoc/>
    public int CompareTo(CommitStamp other) => ToUInt128().CompareTo(other.ToUInt128());

    /// <summary>Twenty hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence:x16}{Order:x4}");

    /// <summary>Whether <paramref name="left"/> comes first.</summary>
    public static bool operator <(CommitStamp left, CommitStamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes first or is the same.</summary>
    public static bool operator <=(CommitStamp left, CommitStamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> comes later.</summary>
    public static bool operator >(CommitStamp left, CommitStamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> comes later or is the same.</summary>
    public static bool operator >=(CommitStamp left, CommitStamp right) => left.CompareTo(right) >= 0;
}
