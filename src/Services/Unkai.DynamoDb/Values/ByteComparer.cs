namespace Unkai.DynamoDb.Values;

/// <summary>Byte strings are equal when their bytes are.</summary>
internal sealed class ByteComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    internal static ByteComparer Instance { get; } = new();

    internal static int HashOf(ReadOnlyMemory<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes.Span);
        return hash.ToHashCode();
    }

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj) => HashOf(obj);
}
