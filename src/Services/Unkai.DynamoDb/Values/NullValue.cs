namespace Unkai.DynamoDb.Values;

/// <summary>The value NULL, which is not the absence of one.</summary>
internal sealed class NullValue : Value
{
    private NullValue()
    {
    }

    internal static NullValue Instance { get; } = new();

    internal override ValueType Type => ValueType.NULL;

    internal override int SizeBytes => 1;

    public override bool Equals(Value? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => 3;
}
