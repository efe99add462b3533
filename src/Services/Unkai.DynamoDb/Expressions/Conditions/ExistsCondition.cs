using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>attribute_exists(path)</c>, and its opposite.</summary>
internal sealed class ExistsCondition(Operand operand, bool exists) : ConditionNode
{
    internal const string Function = "attribute_exists";
    internal const string Opposite = "attribute_not_exists";

    internal override IEnumerable<Operand> Operands => [operand];

    internal override string? Check(Placeholders placeholders) =>
        operand.Check(placeholders) ?? (operand is PathOperand ? null : ExpressionErrors.NeedsPath(exists ? Function : Opposite));

    internal override bool Holds(MapValue item, Placeholders placeholders) => operand.Of(item, placeholders) is not null == exists;
}
