using Unkai.Api;
using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Expressions.Conditions;
using Unkai.DynamoDb.Expressions.Keys;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Reading;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>How a SELECT finds its items: in one partition or some, else in all.</summary>
internal sealed class SelectPlan
{
    private readonly TableRecord _table;
    private readonly IndexRecord? _index;
    private readonly IReadOnlyList<Value>? _partitions;
    private readonly SortKeyCondition? _sort;

    private SelectPlan(TableRecord table, IndexRecord? index, IReadOnlyList<Value>? partitions, SortKeyCondition? sort, bool isReverse)
    {
        _table = table;
        _index = index;
        _partitions = partitions;
        _sort = sort;
        IsReverse = isReverse;
    }

    internal bool IsReverse { get; }

    /// <summary>How many ranges of rows are read one after another.</summary>
    internal int RangeCount => _partitions?.Count ?? 1;

    internal static Outcome<SelectPlan> Of(SelectStatement select, TableRecord table, IndexRecord? index)
    {
        var keys = index?.Key ?? table.Key;
        if (keys.IsComposite && select.Order.Count > 0)
        {
            return DynamoDbErrors.NotImplemented("ORDER BY on an index with several HASH or several RANGE attributes");
        }

        if (keys.IsComposite)
        {
            return new SelectPlan(table, index, null, null, isReverse: false);
        }

        var partitions = KeyEqualities.FindAny(select.Where, keys.Partition.Name)?.Where(value => value.Type.ToString() == keys.Partition.Type).ToList();
        if (select.Order.Count == 0)
        {
            return new SelectPlan(table, index, partitions, SortConditionOf(select.Where, keys), isReverse: false);
        }

        if (select.Where is null)
        {
            return PartiQlErrors.OrderWithoutWhere;
        }

        if (partitions is null)
        {
            return PartiQlErrors.OrderWithoutPartition;
        }

        var isReverse = false;
        foreach (var order in select.Order)
        {
            if (order.Attribute == keys.Partition.Name)
            {
                partitions = Sorted(partitions, order.IsDescending);
            }
            else if (order.Attribute == keys.Sort?.Name)
            {
                isReverse = order.IsDescending;
            }
            else
            {
                return PartiQlErrors.OrderByUnknown(order.Attribute);
            }
        }

        return new SelectPlan(table, index, partitions, SortConditionOf(select.Where, keys), isReverse);
    }

    /// <summary>The rows of one range.</summary>
    internal KeyRange RangeOf(int range)
    {
        if (_partitions is null)
        {
            return _index is null ? DynamoDbTables.Items.Under(_table.Id).All : DynamoDbTables.IndexRows.Under(_index.Id).All;
        }

        var bytes = KeyBytes.Of(_partitions[range]);
        var hash = PartitionHash.Of(bytes);
        return SortRange.Of(
            _index is null ? DynamoDbTables.Items.Under(_table.Id, hash, bytes) : DynamoDbTables.IndexRows.Under(_index.Id, hash, bytes), _sort);
    }

    /// <summary>The first condition on sort keys that a range of rows can express.</summary>
    private static SortKeyCondition? SortConditionOf(ConditionNode? where, KeyOf keys)
    {
        if (keys.Sort is not { } sort)
        {
            return null;
        }

        foreach (var conjunct in KeyEqualities.Conjuncts(where))
        {
            var parts = new List<KeyConditionPart>();
            if (KeyConditionPart.Collect(conjunct, Placeholders.None, parts) is null && parts is [{ Condition: var condition } part] && part.Name == sort.Name
                && condition.Operand.Type.ToString() == sort.Type && (condition.Upper is null || condition.Upper.Type.ToString() == sort.Type))
            {
                return condition;
            }
        }

        return null;
    }

    private static List<Value> Sorted(IEnumerable<Value> values, bool isDescending)
    {
        var sorted = values.ToList();
        sorted.Sort((first, second) => (first.CompareTo(second) ?? 0) * (isDescending ? -1 : 1));
        return sorted;
    }
}
