using Unkai.Api;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Reading;

/// <summary>What a query or scan returns of each row: Select together with the projection.</summary>
internal static class Selection
{
    /// <summary>What is wrong with Select beside the parameters that name attributes.</summary>
    internal static AwsError? Check(string? select, string? index, string? projection, List<string>? attributes)
    {
        var named = projection is not null ? "ProjectionExpression" : attributes is not null ? "AttributesToGet" : null;
        return select switch
        {
            "ALL_ATTRIBUTES" when named is not null => DynamoDbErrors.Validation($"Cannot specify the {named} when choosing to get ALL_ATTRIBUTES"),
            "ALL_PROJECTED_ATTRIBUTES" when named is not null => DynamoDbErrors.Validation($"Cannot specify the {named} when choosing to get ALL_PROJECTED_ATTRIBUTES"),
            "COUNT" when named is not null => DynamoDbErrors.Validation($"Cannot specify the {named} when choosing to get only the Count"),
            "ALL_PROJECTED_ATTRIBUTES" when index is null => DynamoDbErrors.Validation("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"),
            "SPECIFIC_ATTRIBUTES" when named is null =>
                DynamoDbErrors.Validation("Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES"),
            _ => null,
        };
    }

    /// <summary>Whether an index has what is asked for; a local one can fetch it from the table.</summary>
    /// <returns>Whether rows have to be fetched.</returns>
    internal static Outcome<bool> MustFetch(TableRecord table, IndexRecord? index, string? select, ItemView view)
    {
        if (index is null || IndexRow.NamesOf(table, index) is not { } projected)
        {
            return false;
        }

        if (select == "ALL_ATTRIBUTES")
        {
            return index.IsGlobal
                ? DynamoDbErrors.InvalidParameters(
                    $"Select type ALL_ATTRIBUTES is not supported for global secondary index {index.Name} because its projection type is not ALL")
                : true;
        }

        var missing = (view.Names ?? []).Where(name => !projected.Contains(name)).ToList();
        return missing.Count == 0 ? false
            : index.IsGlobal ? DynamoDbErrors.InvalidParameters($"Global secondary index {index.Name} does not project [{string.Join(", ", missing)}]")
            : true;
    }

    /// <summary>The whole items of a local index's rows, each a read of its own.</summary>
    internal static async ValueTask FetchAsync(Snapshot snapshot, TableRecord table, Page page, bool isConsistent, ConsumedUnits units)
    {
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (await ItemWriter.ReadAsync(snapshot, table, ItemKey.Of(table.Key, page.Items[i])) is { } item)
            {
                units.Add(Units.OfRead(item.ItemSizeBytes, isConsistent));
                page.Items[i] = item;
            }
        }
    }

    /// <summary>The index that a request names; null without an error: none.</summary>
    internal static Outcome<IndexRecord?> FindIndex(TableRecord table, string? name, bool isConsistent)
    {
        if (name is null)
        {
            return (IndexRecord?)null;
        }

        return table.FindIndex(name) is not { } index ? DynamoDbErrors.IndexNotFound(name)
            : index.IsBackfilling ? DynamoDbErrors.Validation($"Cannot read from backfilling global secondary index: {name}")
            : index.IsGlobal && isConsistent ? DynamoDbErrors.Validation("Consistent reads are not supported on global secondary indexes")
            : (Outcome<IndexRecord?>)index;
    }
}
