using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary>A condition, or a part of one. Never changes, so that it is parsed once for every request that has its text.</summary>
internal abstract class ConditionNode
{
    /// <summary>What it and its parts compare.</summary>
    internal abstract IEnumerable<Operand> Operands { get; }

    /// <summary>What is wrong with it in this request; null when nothing is. Marks its placeholders as used.</summary>
    internal abstract string? Check(Placeholders placeholders);

    /// <summary>Whether it holds for the item, which is empty if there is none. Only after <see cref="Check"/> found nothing wrong.</summary>
    internal abstract bool Holds(MapValue item, Placeholders placeholders);
}
