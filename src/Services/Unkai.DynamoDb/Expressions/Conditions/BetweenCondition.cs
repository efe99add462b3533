using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>operand BETWEEN lower AND upper</c>, both bounds included.</summary>
internal sealed class BetweenCondition(Operand operand, Operand lower, Operand upper) : ConditionNode
{
    internal const string Function = "BETWEEN";

    internal Operand Operand { get; } = operand;

    internal Operand Lower { get; } = lower;

    internal Operand Upper { get; } = upper;

    internal override IEnumerable<Operand> Operands => [Operand, Lower, Upper];

    internal override string? Check(Placeholders placeholders) =>
        OperandRules.CheckAll([Operand, Lower, Upper], placeholders)
        ?? OperandRules.CheckOrdered(Function, placeholders, Operand, Lower, Upper)
        ?? CheckBounds(placeholders);

    internal override bool Holds(MapValue item, Placeholders placeholders) =>
        Operand.Of(item, placeholders) is { } value
        && Comparators.Holds(Comparator.GreaterOrEqual, value, Lower.Of(item, placeholders))
        && Comparators.Holds(Comparator.LessOrEqual, value, Upper.Of(item, placeholders));

    /// <summary>Bounds that are known without an item have one type and stand in their order.</summary>
    private string? CheckBounds(Placeholders placeholders)
    {
        if (Lower is not (PlaceholderOperand or ConstantOperand) || Upper is not (PlaceholderOperand or ConstantOperand))
        {
            return null;
        }

        var (from, to) = (Lower.Of(MapValue.Empty, placeholders)!, Upper.Of(MapValue.Empty, placeholders)!);
        return from.Type != to.Type ? ExpressionErrors.BoundsOfTwoTypes(from, to)
            : from.CompareTo(to) > 0 ? ExpressionErrors.BoundsInWrongOrder(from, to)
            : null;
    }
}
