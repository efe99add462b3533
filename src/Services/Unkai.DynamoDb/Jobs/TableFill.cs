using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Fills a new table that nobody else writes yet. Done again, it writes the same again.</summary>
internal static class TableFill
{
    private const int ItemsMax = 200;
    private const long BytesMax = 4 * 1024 * 1024;

    internal static async ValueTask WriteAsync(JobRun run, TableReference target, IReadOnlyList<MapValue> items)
    {
        for (var from = 0; from < items.Count;)
        {
            var first = from;
            for (var bytes = 0L; from < items.Count && from - first < ItemsMax && bytes < BytesMax; from++)
            {
                bytes += items[from].ItemSizeBytes;
            }

            var end = from;
            await run.World.Store.TransactAsync(
                run.World.Name,
                async transaction =>
                {
                    if (await TableLookup.FindAsync(transaction, target) is { } table)
                    {
                        var origin = new WriteOrigin(run.World.Clock.GetUtcNow(), run.World.NextRandom());
                        for (var i = first; i < end; i++)
                        {
                            var key = ItemKey.Of(table.Key, items[i]);
                            await ItemWriter.WriteAsync(transaction, table, origin, key, await ItemWriter.ReadAsync(transaction, table, key), items[i]);
                        }
                    }

                    return true;
                },
                run.Cancellation);
        }
    }

    /// <summary>Makes the table ACTIVE.</summary>
    internal static async ValueTask FinishAsync(JobRun run, TableReference target, Func<TableRecord, TableRecord> change) =>
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await TableLookup.FindAsync(transaction, target) is { } table)
                {
                    DynamoDbTables.Tables.Put(transaction, table.Row, change(table) with { ActiveAt = null, Pending = null });
                }

                return true;
            },
            run.Cancellation);
}
