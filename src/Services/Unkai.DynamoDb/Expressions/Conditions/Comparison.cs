using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Conditions;

/// <summary><c>left &lt; right</c>, and with the other comparators.</summary>
internal sealed class Comparison(Comparator comparator, Operand left, Operand right) : ConditionNode
{
    internal Comparator Comparator { get; } = comparator;

    internal Operand Left { get; } = left;

    internal Operand Right { get; } = right;

    internal override IEnumerable<Operand> Operands => [Left, Right];

    internal override string? Check(Placeholders placeholders)
    {
        var symbol = Comparators.Symbol(Comparator);
        return Left.Check(placeholders) ?? Right.Check(placeholders)
            ?? (Comparator is Comparator.Equal or Comparator.NotEqual ? null : OperandRules.CheckOrdered(symbol, placeholders, Left, Right))
            ?? OperandRules.CheckDistinct(symbol, placeholders, Left, Right);
    }

    internal override bool Holds(MapValue item, Placeholders placeholders) =>
        Comparators.Holds(Comparator, Left.Of(item, placeholders), Right.Of(item, placeholders));
}
