namespace Unkai.DynamoDb.Values;

/// <summary>Bytes; their order takes each byte as unsigned.</summary>
internal sealed class BinaryValue(ReadOnlyMemory<byte> bytes) : Value
{
    internal ReadOnlyMemory<byte> Bytes { get; } = bytes;

    internal override ValueType Type => ValueType.B;

    internal override int SizeBytes => Bytes.Length;

    internal override int? CompareTo(Value other) => other is BinaryValue { Bytes: var bytes } ? Bytes.Span.SequenceCompareTo(bytes.Span) : null;

    public override bool Equals(Value? other) => other is BinaryValue { Bytes: var bytes } && Bytes.Span.SequenceEqual(bytes.Span);

    public override int GetHashCode() => ByteComparer.HashOf(Bytes);
}
