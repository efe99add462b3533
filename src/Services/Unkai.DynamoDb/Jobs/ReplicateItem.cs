using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Brings a replica's item to what the source's is now, unless the replica's was written later.</summary>
internal static class ReplicateItem
{
    internal const string Kind = "dynamodb.replicate";

    internal static Job JobOf(ReplicaOrder order, DateTimeOffset due) => new(Kind, due, JsonSerializer.SerializeToUtf8Bytes(order, DynamoDbJson.Default.ReplicaOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.ReplicaOrder)!;
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await TableLookup.FindAsync(transaction, order.Source) is { } source
                    && await DynamoDbTables.Tables.GetAsync(transaction, (source.Account, order.Region, source.Name)) is { } target
                    && target.Replicas.Any(replica => replica.Region == source.Region))
                {
                    var origin = new WriteOrigin(run.World.Clock.GetUtcNow(), run.World.NextRandom()) { IsReplicated = true };
                    await CopyAsync(transaction, source, target, origin, new ItemKey(PartitionHash.Of(order.Partition!), order.Partition!, order.Sort!));
                }

                return true;
            },
            run.Cancellation);
        return JobResult.Done;
    }

    internal static async ValueTask CopyAsync(Transaction transaction, TableRecord source, TableRecord target, WriteOrigin origin, ItemKey key)
    {
        var stamp = await DynamoDbTables.Stamps.GetAsync(transaction, (source.Id, key.Partition, key.Sort)) ?? new ReplicaStamp(0, source.Region);
        var row = (target.Id, key.Partition, key.Sort);
        if (stamp.IsAfter(await DynamoDbTables.Stamps.GetAsync(transaction, row)))
        {
            await ItemWriter.WriteAsync(
                transaction, target, origin, key, await ItemWriter.ReadAsync(transaction, target, key), await ItemWriter.ReadAsync(transaction, source, key));
            DynamoDbTables.Stamps.Put(transaction, row, stamp);
        }
    }
}
