using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Items;

/// <summary>ItemCollectionMetrics: how large, to a gigabyte, all is that shares an item's partition key. Only of tables with local indexes.</summary>
internal static class CollectionMetrics
{
    private const double GigabyteBytes = 1024.0 * 1024 * 1024;

    internal static async ValueTask<ItemCollectionMetrics?> DescribeAsync(Snapshot snapshot, string? asked, TableRecord table, ItemKey key, MapValue item)
    {
        if (asked != "SIZE" || !table.LocalIndexes.Any())
        {
            return null;
        }

        var bytes = await DynamoDbTables.Collections.GetAsync(snapshot, (table.Id, key.Hash, key.Partition));
        var lower = Math.Floor(bytes / GigabyteBytes);
        return new ItemCollectionMetrics
        {
            ItemCollectionKey = new() { [table.Key.Partition.Name] = WireValues.Write(item[table.Key.Partition.Name]!) },
            SizeEstimateRangeGB = [lower, lower + 1],
        };
    }
}
