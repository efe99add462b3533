using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Keys;

/// <summary>Which sort keys a query asks for.</summary>
/// <param name="Kind">How they compare with the operand.</param>
/// <param name="Operand">What they are compared with; the lower bound of BETWEEN, the prefix of begins_with.</param>
/// <param name="Upper">The upper bound of BETWEEN; null otherwise.</param>
internal sealed record SortKeyCondition(SortKeyConditionKind Kind, Value Operand, Value? Upper = null)
{
    internal bool Holds(Value key) => Kind switch
    {
        SortKeyConditionKind.Equal => Comparators.Holds(Comparator.Equal, key, Operand),
        SortKeyConditionKind.Less => Comparators.Holds(Comparator.Less, key, Operand),
        SortKeyConditionKind.LessOrEqual => Comparators.Holds(Comparator.LessOrEqual, key, Operand),
        SortKeyConditionKind.Greater => Comparators.Holds(Comparator.Greater, key, Operand),
        SortKeyConditionKind.GreaterOrEqual => Comparators.Holds(Comparator.GreaterOrEqual, key, Operand),
        SortKeyConditionKind.Between => Comparators.Holds(Comparator.GreaterOrEqual, key, Operand) && Comparators.Holds(Comparator.LessOrEqual, key, Upper),
        SortKeyConditionKind.BeginsWith => BeginsWithCondition.Holds(key, Operand),
        _ => throw new InvalidOperationException("No such condition."),
    };
}
