using System.Text.Json;
using Unkai.Cloud;
using Unkai.Cloud.Jobs;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Jobs;

/// <summary>Moves a dead-letter queue's messages on, a batch a transaction, which also counts them: after a crash it goes on where it was.</summary>
internal static class MoveMessages
{
    internal const string Kind = "sqs.move";

    private const int BatchMax = 100;

    internal static Job JobOf(MoveOrder order, string cause) =>
        new(Kind, order.StartedAt, JsonSerializer.SerializeToUtf8Bytes(order, SqsJson.Default.MoveOrder), Cause: cause);

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, SqsJson.Default.MoveOrder)!;
        while (true)
        {
            var task = await run.World.Store.TransactAsync(run.World.Name, transaction => StepAsync(transaction, run.World, order), run.Cancellation);
            if (task is not { IsActive: true })
            {
                return JobResult.Done;
            }

            if (task.PerSecondMax is not null)
            {
                return JobResult.Retry(run.World.Clock.GetUtcNow().AddSeconds(1));
            }
        }
    }

    private static async ValueTask<MoveTaskRecord?> StepAsync(Transaction transaction, World world, MoveOrder order)
    {
        var key = (order.Source.Id, order.StartedAt);
        if (await Queues.FindAsync(transaction, order.Source) is not { } source || await SqsTables.MoveTasks.GetAsync(transaction, key) is not { IsActive: true } task)
        {
            return null;
        }

        task = task.Status == MoveTaskRecord.Cancelling ? task with { Status = "CANCELLED" } : await MoveAsync(transaction, world, source, task);
        SqsTables.MoveTasks.Put(transaction, key, task);
        return task;
    }

    /// <summary>One batch: what is visible now, of what was there at the start.</summary>
    private static async ValueTask<MoveTaskRecord> MoveAsync(Transaction transaction, World world, QueueRecord source, MoveTaskRecord task)
    {
        var now = world.Clock.GetUtcNow();
        var left = (int)Math.Min(Math.Min(task.PerSecondMax ?? BatchMax, BatchMax * 5), task.ToMove - task.Moved);
        var moved = 0;
        await foreach (var message in ReadyAsync(transaction, source, now, left))
        {
            var payload = await MessageRows.PayloadAsync(transaction, source.Id, message.Row);
            if (task.Destination is null && payload.DeadLetterSource is null)
            {
                return task with { Status = "FAILED", FailureReason = "CouldNotDetermineMessageSource", Moved = task.Moved + moved };
            }

            var destination = await Queues.FindByArnAsync(transaction, task.Destination ?? payload.DeadLetterSource);
            if (destination is null || destination.IsFifo != source.IsFifo)
            {
                return task with { Status = "FAILED", FailureReason = "AWS.SimpleQueueService.NonExistentQueue", Moved = task.Moved + moved };
            }

            message.Remove();
            await MessageRows.MoveAsync(transaction, source.Id, destination, message.Row, message.Row.AsNew(world.Random.NextGuid(), now), "");
            if (message.Group is not null)
            {
                await Groups.RescheduleAsync(transaction, source.Id, message.Group, now);
            }

            moved++;
        }

        var total = task.Moved + moved;
        return task with { Moved = total, Status = moved == 0 || total >= task.ToMove ? "COMPLETED" : task.Status };
    }

    /// <summary>Visible messages, claimed so that no receiver gets them too.</summary>
    private static async IAsyncEnumerable<(StoredMessage Row, string? Group, Action Remove)> ReadyAsync(Transaction transaction, QueueRecord source, DateTimeOffset now, int max)
    {
        if (!source.IsFifo)
        {
            foreach (var lane in new[] { SqsTables.Received, SqsTables.NeverReceived })
            {
                foreach (var (key, message) in max > 0 ? await SqsTables.Messages.ClaimAsync(transaction, SqsTables.Messages.Under(source.Id, lane).UpTo(now), max) : [])
                {
                    max--;
                    yield return (message, null, () =>
                    {
                        SqsTables.Messages.Delete(transaction, key);
                        SqsTables.Sizes.Add(transaction, (key.Queue, key.Lane), -1);
                    });
                }
            }

            yield break;
        }

        foreach (var (ready, _) in max > 0 ? await SqsTables.ReadyGroups.ClaimAsync(transaction, SqsTables.ReadyGroups.Under(source.Id).UpTo(now), max) : [])
        {
            var rows = max > 0 ? await SqsTables.FifoMessages.RangeAsync(transaction, SqsTables.FifoMessages.Under(source.Id, ready.Group).All, max) : [];
            foreach (var (key, message) in rows.Where(row => row.Value.VisibleAt <= now))
            {
                max--;
                yield return (message, key.Group, () =>
                {
                    SqsTables.FifoMessages.Delete(transaction, key);
                    SqsTables.Sizes.Add(transaction, (key.Queue, MessageRows.LaneOf(message)), -1);
                });
            }
        }
    }
}
