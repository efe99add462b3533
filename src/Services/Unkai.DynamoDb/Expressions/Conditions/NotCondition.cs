using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>NOT inner</c>.</summary>
internal sealed class NotCondition(ConditionNode inner) : ConditionNode
{
    internal override IEnumerable<Operand> Operands => inner.Operands;

    internal override string? Check(Placeholders placeholders) => inner.Check(placeholders);

    internal override bool Holds(MapValue item, Placeholders placeholders) => !inner.Holds(item, placeholders);
}
