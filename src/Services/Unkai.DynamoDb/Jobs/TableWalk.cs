using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Does something with every item of a table, some at a time. It may begin again, so what it does must bear being done twice.</summary>
internal static class TableWalk
{
    private const int ItemsMax = 200;

    /// <summary>Of items, so that what is written of them, several times over, stays within what a transaction may write.</summary>
    private const int BytesMax = 4 * 1024 * 1024;

    /// <param name="run">The job.</param>
    /// <param name="find">The table; null: there is nothing to do any more.</param>
    /// <param name="visit">What is done with an item, in a transaction that has read it.</param>
    internal static async ValueTask RunAsync(
        JobRun run, Func<Snapshot, ValueTask<TableRecord?>> find, Func<Transaction, TableRecord, ItemKey, MapValue, ValueTask> visit)
    {
        byte[]? last = null;
        do
        {
            var after = last;
            last = await run.World.Store.TransactAsync(
                run.World.Name,
                async transaction =>
                {
                    if (await find(transaction) is not { } table)
                    {
                        return null;
                    }

                    var all = DynamoDbTables.Items.Under(table.Id).All;
                    var rows = await DynamoDbTables.Items.RangeAsync(transaction, after is null ? all : all.After(after), ItemsMax);
                    var bytes = 0;
                    foreach (var (key, item) in rows)
                    {
                        await visit(transaction, table, new ItemKey(key.Hash, key.Partition, key.Sort), item);
                        bytes += item.ItemSizeBytes;
                        if (bytes > BytesMax)
                        {
                            return DynamoDbTables.Items.KeyOf(key);
                        }
                    }

                    return rows.Count < ItemsMax ? null : DynamoDbTables.Items.KeyOf(rows[^1].Key);
                },
                run.Cancellation);
        }
        while (last is not null);
    }
}
