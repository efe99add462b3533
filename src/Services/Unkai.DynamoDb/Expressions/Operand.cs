using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions;

/// <summary>What a condition compares: a path, a value, or the size of one.</summary>
internal abstract class Operand
{
    /// <summary>What is wrong with it; null when nothing is. Marks its placeholders as used.</summary>
    internal abstract string? Check(Placeholders placeholders);

    /// <summary>Its value for an item; null when the item has none there.</summary>
    internal abstract Value? Of(MapValue item, Placeholders placeholders);

    /// <summary>Its type where no item is needed to know it; null otherwise.</summary>
    internal virtual ValueType? TypeIn(Placeholders placeholders) => null;
}
