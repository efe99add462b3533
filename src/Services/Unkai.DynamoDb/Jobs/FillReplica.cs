using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Copies a table's items to a new replica, while both are written; then the replica is ACTIVE in all regions.</summary>
internal static class FillReplica
{
    internal const string Kind = "dynamodb.fillreplica";

    internal static Job JobOf(ReplicaOrder order, DateTimeOffset due) => new(Kind, due, JsonSerializer.SerializeToUtf8Bytes(order, DynamoDbJson.Default.ReplicaOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.ReplicaOrder)!;
        await TableWalk.RunAsync(
            run,
            snapshot => TableLookup.FindAsync(snapshot, order.Source),
            async (transaction, source, key, _) =>
            {
                if (await DynamoDbTables.Tables.GetAsync(transaction, (source.Account, order.Region, source.Name)) is { } target)
                {
                    var origin = new WriteOrigin(run.World.Clock.GetUtcNow(), run.World.NextRandom()) { IsReplicated = true };
                    await ReplicateItem.CopyAsync(transaction, source, target, origin, key);
                }
            });
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                await ReplicaGroup.ActivateAsync(transaction, order.Source, order.Region);
                return true;
            },
            run.Cancellation);
        return JobResult.Done;
    }
}
