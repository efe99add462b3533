namespace Unkai.DynamoDb.Values;

/// <summary>Values in an order.</summary>
internal sealed class ListValue(List<Value> elements) : Value
{
    internal IReadOnlyList<Value> Elements { get; } = elements;

    internal override ValueType Type => ValueType.L;

    internal override int SizeBytes
    {
        get
        {
            var size = ContainerBytes;
            foreach (var element in Elements)
            {
                size += 1 + element.SizeBytes;
            }

            return size;
        }
    }

    internal override int Depth
    {
        get
        {
            var depth = 0;
            foreach (var element in Elements)
            {
                depth = Math.Max(depth, element.Depth);
            }

            return depth + 1;
        }
    }

    public override bool Equals(Value? other) => other is ListValue { Elements: var elements } && Elements.SequenceEqual(elements);

    public override int GetHashCode() => Elements.Count == 0 ? 0 : HashCode.Combine(Elements.Count, Elements[0]);
}
