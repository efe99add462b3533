using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>left AND right</c>.</summary>
internal sealed class AndCondition(ConditionNode left, ConditionNode right) : ConditionNode
{
    internal ConditionNode Left { get; } = left;

    internal ConditionNode Right { get; } = right;

    internal override IEnumerable<Operand> Operands => Left.Operands.Concat(Right.Operands);

    internal override string? Check(Placeholders placeholders) => Left.Check(placeholders) ?? Right.Check(placeholders);

    internal override bool Holds(MapValue item, Placeholders placeholders) => Left.Holds(item, placeholders) && Right.Holds(item, placeholders);
}
