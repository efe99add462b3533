namespace Unkai.DynamoDb.Values;

/// <summary>Scalars of one type, each once, at least one. They have no order; the one they came in is kept.</summary>
internal abstract class SetValue : Value
{
    internal abstract int Count { get; }

    /// <summary>Whether the value is of the elements' type and is one of them.</summary>
    internal abstract bool Contains(Value value);

    /// <summary>This set and the other, of the same type.</summary>
    internal abstract SetValue Union(SetValue other);

    /// <summary>What of this set is not in the other, of the same type; null when nothing is left.</summary>
    internal abstract SetValue? Except(SetValue other);
}

/// <inheritdoc/>
internal abstract class SetValue<T>(List<T> elements, IEqualityComparer<T> comparer) : SetValue
{
    internal IReadOnlyList<T> Elements => elements;

    internal override int Count => elements.Count;

    internal override SetValue Union(SetValue other) => With([.. elements.Union(((SetValue<T>)other).Elements, comparer)]);

    internal override SetValue? Except(SetValue other) => elements.Except(((SetValue<T>)other).Elements, comparer).ToList() is { Count: > 0 } left ? With(left) : null;

    public override bool Equals(Value? other) =>
        other is SetValue<T> { Elements: var others } && others.Count == elements.Count && others.ToHashSet(comparer).SetEquals(elements);

    public override int GetHashCode()
    {
        var hash = 0;
        foreach (var element in elements)
        {
            hash ^= comparer.GetHashCode(element!);
        }

        return hash;
    }

    private protected bool Has(T element) => elements.Contains(element, comparer);

    private protected abstract SetValue<T> With(List<T> others);
}
