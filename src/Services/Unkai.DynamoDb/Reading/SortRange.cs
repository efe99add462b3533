using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Reading;

/// <summary>A condition on sort keys as a range of rows.</summary>
internal static class SortRange
{
    internal static KeyRange Of(Subspace<byte[]> rows, SortKeyCondition? condition)
    {
        if (condition is null)
        {
            return rows.All;
        }

        var operand = KeyBytes.Of(condition.Operand);
        return condition.Kind switch
        {
            SortKeyConditionKind.Equal => rows.At(operand),
            SortKeyConditionKind.Less => rows.Before(operand),
            SortKeyConditionKind.LessOrEqual => rows.UpTo(operand),
            SortKeyConditionKind.Greater => rows.After(operand),
            SortKeyConditionKind.GreaterOrEqual => rows.From(operand),
            SortKeyConditionKind.Between => rows.From(operand).Intersect(rows.UpTo(KeyBytes.Of(condition.Upper!))),
            SortKeyConditionKind.BeginsWith => StartingWith(rows, operand),
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition.Kind, "No such condition on a sort key."),
        };
    }

    private static KeyRange StartingWith(Subspace<byte[]> rows, byte[] prefix)
    {
        var from = rows.From(prefix);
        return KeyRange.AfterPrefix(prefix) is { } end ? from.Intersect(rows.Before(end)) : from;
    }
}
