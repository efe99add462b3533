using System.Text.Json;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Logs.Model;
using Unkai.Storage;

namespace Unkai.Logs.Jobs;

/// <summary>Removes a group's expired events, once a day of the world's time. Reading leaves them out at once.</summary>
internal static class ExpireEvents
{
    internal const string Kind = "logs.expire";
    private static readonly TimeSpan s_period = TimeSpan.FromDays(1);

    internal static void Enqueue(Call call, Transaction transaction, string name, GroupRecord group)
    {
        var order = new ExpiryOrder(call.Account.Value, call.Region, name, group.Id, group.RetentionGeneration);
        transaction.Enqueue(new Job(Kind, call.Clock.GetUtcNow() + s_period, JsonSerializer.SerializeToUtf8Bytes(order, LogsJson.Default.ExpiryOrder), Cause: call.RequestId));
    }

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, LogsJson.Default.ExpiryOrder)!;
        var now = run.World.Clock.GetUtcNow();
        var isWanted = await run.World.Store.TransactAsync(
            run.World.Name,
            async transaction =>
            {
                if (await LogsTables.Groups.GetAsync(transaction, (AccountId.Parse(order.Account)!.Value, order.Region, order.Group)) is not { RetentionDays: { } days } group
                    || group.Id != order.GroupId || group.RetentionGeneration != order.Generation)
                {
                    return false;
                }

                var kept = Position.At(now.AddDays(-days).ToUnixTimeMilliseconds());
                await foreach (var stream in LogsTables.Streams.EachAsync(transaction, LogsTables.Streams.Under(group.Id).All))
                {
                    LogsTables.Events.DeleteRange(transaction, Streams.Between(group.Id, stream.Value.Id, Position.At(0), kept));
                }

                return true;
            },
            run.Cancellation);
        return isWanted ? JobResult.Retry(now + s_period) : JobResult.Done;
    }
}
