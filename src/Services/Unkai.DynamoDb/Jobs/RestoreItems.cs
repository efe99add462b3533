using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Tables;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Writes the items of a restored table; then it is ACTIVE.</summary>
internal static class RestoreItems
{
    internal const string Kind = "dynamodb.restore";

    internal static Job JobOf(RestoreOrder order, DateTimeOffset now) => new(Kind, now, JsonSerializer.SerializeToUtf8Bytes(order, DynamoDbJson.Default.RestoreOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.RestoreOrder)!;
        var items = await run.World.Store.ReadAsync(run.World.Name, snapshot => ReadAsync(snapshot, order), run.Cancellation);
        await TableFill.WriteAsync(run, order.Target, items);
        await TableFill.FinishAsync(run, order.Target, table => table with { Restore = table.Restore! with { IsUnderWay = false } });
        return JobResult.Done;
    }

    private static async ValueTask<List<MapValue>> ReadAsync(Snapshot snapshot, RestoreOrder order)
    {
        if (order.Source is { } reference)
        {
            return await TableLookup.FindAsync(snapshot, reference) is { } source ? await PastItems.ReadAsync(snapshot, source, order.At) : [];
        }

        var items = new List<MapValue>();
        await foreach (var (_, item) in DynamoDbTables.BackupItems.EachAsync(snapshot, DynamoDbTables.BackupItems.Under(order.Backup!.Value).All))
        {
            items.Add(item);
        }

        return items;
    }
}
