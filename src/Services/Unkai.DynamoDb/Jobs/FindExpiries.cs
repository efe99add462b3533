using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Finds the items that have an expiry already when time to live is switched on.</summary>
internal static class FindExpiries
{
    internal const string Kind = "dynamodb.findexpiries";

    internal static Job JobOf(TableRecord table, long timeToLive, DateTimeOffset now) =>
        new(Kind, now, JsonSerializer.SerializeToUtf8Bytes(new ExpiryOrder(table.Reference, timeToLive, 0), DynamoDbJson.Default.ExpiryOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.ExpiryOrder)!;
        await TableWalk.RunAsync(
            run,
            async snapshot => await TableLookup.FindAsync(snapshot, order.Table) is { TimeToLive: { } timeToLive } table && timeToLive.Id == order.TimeToLive ? table : null,
            async (transaction, table, key, item) =>
            {
                if (Expiry.SecondOf(item, table.TimeToLive!.Attribute) is { } second)
                {
                    await Expiry.AddAsync(transaction, table, table.TimeToLive, run.World.Clock.GetUtcNow(), key, Expiry.MinuteOf(second));
                }
            });
        return JobResult.Done;
    }
}
