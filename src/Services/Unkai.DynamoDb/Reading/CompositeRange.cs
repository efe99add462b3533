using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Reading;

/// <summary>A condition on a composite key as a range of an index's rows.</summary>
internal static class CompositeRange
{
    internal static KeyRange Of(IndexRecord index, KeyCondition condition)
    {
        var partition = CompositeKeyBytes.Of(condition.Partitions!);
        var rows = DynamoDbTables.IndexRows.Under(index.Id, PartitionHash.Of(partition), partition);
        return condition.Sorts.Count == 0 ? rows.All : Of(rows, condition.Sorts);
    }

    /// <summary>Whether a start key lies within a condition.</summary>
    internal static bool Holds(KeyOf keys, KeyCondition condition, MapValue start) =>
        keys.Partitions.Zip(condition.Partitions!).All(pair => start[pair.First.Name]!.Equals(pair.Second))
        && keys.Sorts.Zip(condition.Sorts).All(pair => pair.Second.Holds(start[pair.First.Name]!));

    private static KeyRange Of(Subspace<byte[]> rows, IReadOnlyList<SortKeyCondition> sorts)
    {
        var before = sorts.Take(sorts.Count - 1).Select(sort => sort.Operand).ToList();
        var last = sorts[^1];
        var beginning = CompositeKeyBytes.Of(before);
        var at = CompositeKeyBytes.Of([.. before, last.Operand]);
        return last.Kind switch
        {
            SortKeyConditionKind.Equal => Starting(rows, at),
            SortKeyConditionKind.Less => rows.From(beginning).Intersect(rows.Before(at)),
            SortKeyConditionKind.LessOrEqual => rows.From(beginning).Intersect(UpTo(rows, at)),
            SortKeyConditionKind.Greater => After(rows, at).Intersect(UpTo(rows, beginning)),
            SortKeyConditionKind.GreaterOrEqual => rows.From(at).Intersect(UpTo(rows, beginning)),
            SortKeyConditionKind.Between => rows.From(at).Intersect(UpTo(rows, CompositeKeyBytes.Of([.. before, last.Upper!]))),
            SortKeyConditionKind.BeginsWith => Starting(rows, CompositeKeyBytes.Beginning(before, last.Operand)),
            _ => throw new ArgumentOutOfRangeException(nameof(sorts), last.Kind, "No such condition on a sort key."),
        };
    }

    private static KeyRange Starting(Subspace<byte[]> rows, byte[] prefix) => rows.From(prefix).Intersect(UpTo(rows, prefix));

    /// <summary>Up to the last key that begins so.</summary>
    private static KeyRange UpTo(Subspace<byte[]> rows, byte[] prefix) => KeyRange.AfterPrefix(prefix) is { } end ? rows.Before(end) : rows.All;

    /// <summary>From behind the last key that begins so; each ends in a byte that has one above it.</summary>
    private static KeyRange After(Subspace<byte[]> rows, byte[] prefix) => rows.From(KeyRange.AfterPrefix(prefix)!);
}
