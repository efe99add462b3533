using Unkai.Api;
using Unkai.DynamoDb.Values;
using ValueType = Unkai.DynamoDb.Values.ValueType;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>What stands behind <c>SET path =</c>, or a part of it.</summary>
internal abstract class UpdateTerm
{
    /// <summary>What is wrong with it in this request; null when nothing is. Marks its placeholders as used.</summary>
    internal abstract string? Check(Placeholders placeholders);

    /// <summary>Its value for the item as it was before the update.</summary>
    internal abstract Outcome<Value> Of(MapValue item, Placeholders placeholders);

    /// <summary>Its type where no item is needed to know it; null otherwise.</summary>
    internal virtual ValueType? TypeIn(Placeholders placeholders) => null;
}
