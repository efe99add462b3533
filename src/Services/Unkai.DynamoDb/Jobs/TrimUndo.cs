using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Removes, once a day, what point-in-time recovery keeps no longer.</summary>
internal static class TrimUndo
{
    internal const string Kind = "dynamodb.trimundo";

    private static readonly TimeSpan s_interval = TimeSpan.FromDays(1);

    internal static Job JobOf(TableRecord table, DateTimeOffset now) =>
        new(Kind, now + s_interval, JsonSerializer.SerializeToUtf8Bytes(table.Reference, DynamoDbJson.Default.TableReference));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var reference = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.TableReference)!;
        var now = run.World.Clock.GetUtcNow();
        var isKept = await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await TableLookup.FindAsync(transaction, reference) is not { Recovery: { } recovery } table)
                {
                    return false;
                }

                DynamoDbTables.Undo.DeleteRange(transaction, DynamoDbTables.Undo.Under(table.Id).Before(recovery.EarliestAt(now)));
                return true;
            },
            run.Cancellation);
        return isKept ? JobResult.Retry(now + s_interval) : JobResult.Done;
    }
}
