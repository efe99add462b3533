using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Writes the items that are there already to a new index, while others are written; then the index is ACTIVE.</summary>
internal static class FillIndex
{
    internal const string Kind = "dynamodb.fillindex";

    internal static Job JobOf(TableRecord table, IndexRecord index, DateTimeOffset due) =>
        new(Kind, due, JsonSerializer.SerializeToUtf8Bytes(new IndexOrder(table.Reference, index.Id), DynamoDbJson.Default.IndexOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.IndexOrder)!;
        await TableWalk.RunAsync(
            run,
            snapshot => FindAsync(snapshot, order),
            (transaction, table, key, item) => ItemWriter.BackfillAsync(transaction, table, table.Indexes.First(index => index.Id == order.Index), key, item));
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await FindAsync(transaction, order) is { } table)
                {
                    DynamoDbTables.Tables.Put(transaction, table.Row, table with
                    {
                        Indexes = [.. table.Indexes.Select(index => index.Id == order.Index ? index with { IsBackfilling = false } : index)],
                    });
                }

                return true;
            },
            run.Cancellation);
        return JobResult.Done;
    }

    private static async ValueTask<TableRecord?> FindAsync(Snapshot snapshot, IndexOrder order) =>
        await TableLookup.FindAsync(snapshot, order.Table) is { } table && table.Indexes.Any(index => index.Id == order.Index && index.IsBackfilling) ? table : null;
}
