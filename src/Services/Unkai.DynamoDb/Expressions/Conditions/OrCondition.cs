using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>left OR right</c>.</summary>
internal sealed class OrCondition(ConditionNode left, ConditionNode right) : ConditionNode
{
    internal override IEnumerable<Operand> Operands => left.Operands.Concat(right.Operands);

    internal override string? Check(Placeholders placeholders) => left.Check(placeholders) ?? right.Check(placeholders);

    internal override bool Holds(MapValue item, Placeholders placeholders) => left.Holds(item, placeholders) || right.Holds(item, placeholders);
}
