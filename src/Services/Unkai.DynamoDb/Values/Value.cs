namespace Unkai.DynamoDb.Values;

/// <summary>The value of an attribute. Never changes; equal when type and content are equal, sets whatever their order.</summary>
internal abstract class Value : IEquatable<Value>
{
    /// <summary>How many levels of lists and maps an item may have, itself not counted.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, Quotas, "Attributes".</remarks>
    internal const int DepthMax = 32;

    /// <summary>What a list or map takes beside its elements.</summary>
    internal const int ContainerBytes = 3;

    internal abstract ValueType Type { get; }

    /// <summary>What the value counts towards an item's size and capacity, in bytes, its attribute's name not included.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, "DynamoDB Item sizes and formats".</remarks>
    internal abstract int SizeBytes { get; }

    /// <summary>How many levels of lists and maps there are, this one included; 0 for a scalar or a set.</summary>
    internal virtual int Depth => 0;

    /// <summary>How this value stands to another of the same type; null where types differ or have no order (only S, N and B have).</summary>
    internal virtual int? CompareTo(Value other) => null;

    public abstract bool Equals(Value? other);

    public sealed override bool Equals(object? obj) => Equals(obj as Value);

    public abstract override int GetHashCode();
}
