using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Removes what streams keep no longer: 24 hours after a shard's four have passed, and 24 hours after a stream's end.</summary>
internal static class TrimStream
{
    internal const string Kind = "dynamodb.trim";
    internal const string EndKind = "dynamodb.endstream";

    private const int RowsMax = 1000;

    internal static Job JobOf(long stream, int shard, DateTimeOffset due) =>
        new(Kind, due, JsonSerializer.SerializeToUtf8Bytes(new ShardKey(stream, shard), DynamoDbJson.Default.ShardKey));

    /// <summary>A shard that still takes changes loses only the old ones, and is looked at again when the next is a day old.</summary>
    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var key = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.ShardKey)!;
        var now = run.World.Clock.GetUtcNow();
        while (true)
        {
            var (isDone, next) = await run.World.Store.TransactAsync(
                run.World.Name,
                async transaction =>
                {
                    if (await DynamoDbTables.Shards.GetAsync(transaction, (key.Stream, key.Shard)) is not { } shard)
                    {
                        return (true, (DateTimeOffset?)null);
                    }

                    if (shard.ClosedAt is { } closed)
                    {
                        if (closed + StreamLifecycle.Retention > now)
                        {
                            return (true, closed + StreamLifecycle.Retention);
                        }

                        DynamoDbTables.Changes.DeleteRange(transaction, DynamoDbTables.Changes.Under(key.Stream, key.Shard).All);
                        DynamoDbTables.Shards.Delete(transaction, (key.Stream, key.Shard));
                        return (true, null);
                    }

                    var rows = await DynamoDbTables.Changes.RangeAsync(transaction, DynamoDbTables.Changes.Under(key.Stream, key.Shard).All, RowsMax);
                    foreach (var (row, change) in rows)
                    {
                        if (change.At + StreamLifecycle.Retention > now)
                        {
                            return (true, change.At + StreamLifecycle.Retention);
                        }

                        DynamoDbTables.Changes.Delete(transaction, row);
                    }

                    return (rows.Count < RowsMax, now + StreamLifecycle.Retention);
                },
                run.Cancellation);
            if (isDone)
            {
                return next is { } due ? JobResult.Retry(due) : JobResult.Done;
            }
        }
    }

    internal static async ValueTask<JobResult> EndAsync(JobRun run)
    {
        var key = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.StreamKey)!;
        await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                var row = (key.Account, key.Region, key.Table, key.Label);
                if (await DynamoDbTables.Streams.GetAsync(transaction, row) is { } stream)
                {
                    DynamoDbTables.Streams.Delete(transaction, row);
                    DynamoDbTables.Shards.DeleteRange(transaction, DynamoDbTables.Shards.Under(stream.Id).All);
                    DynamoDbTables.Changes.DeleteRange(transaction, DynamoDbTables.Changes.Under(stream.Id).All);
                }

                return true;
            },
            run.Cancellation);
        return JobResult.Done;
    }
}
