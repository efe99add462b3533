using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Recovery;

/// <summary>A table's items as they were at a moment: those of now, with every change since then undone.</summary>
internal static class PastItems
{
    internal static async ValueTask<List<MapValue>> ReadAsync(Snapshot snapshot, TableRecord table, DateTimeOffset at)
    {
        var before = new Dictionary<string, MapValue?>();
        await foreach (var (_, undo) in DynamoDbTables.Undo.EachAsync(snapshot, DynamoDbTables.Undo.Under(table.Id).After(at)))
        {
            before.TryAdd(KeyText(undo.Partition, undo.Sort), undo.Old);
        }

        var items = new List<MapValue>();
        await foreach (var (key, item) in DynamoDbTables.Items.EachAsync(snapshot, DynamoDbTables.Items.Under(table.Id).All))
        {
            if (before.Count == 0 || !before.ContainsKey(KeyText(key.Partition, key.Sort)))
            {
                items.Add(item);
            }
        }

        items.AddRange(before.Values.OfType<MapValue>());
        return items;
    }

    private static string KeyText(byte[] partition, byte[] sort) => new Items.ItemKey(0, partition, sort).Text;
}
