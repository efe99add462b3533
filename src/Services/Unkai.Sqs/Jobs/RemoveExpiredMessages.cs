using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Sqs.Standard;
using Unkai.Storage;

namespace Unkai.Sqs.Jobs;

/// <summary>Removes a queue's messages that are past their retention, and FIFO's memory of ids that have had their time. Receivers never see them meanwhile.</summary>
/// <remarks>Every queue has one such job from its creation on; it runs when the next message can expire, at most once a minute and at least once an hour.</remarks>
internal static class RemoveExpiredMessages
{
    internal const string Kind = "sqs.expire";

    private const int RemovedMax = 1000;

    private static readonly TimeSpan s_intervalMin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_intervalMax = TimeSpan.FromHours(1);

    internal static Job JobOf(QueueRecord queue, DateTimeOffset due, bool repeats) =>
        new(Kind, due, (byte[])[(byte)(repeats ? 1 : 0), .. JsonSerializer.SerializeToUtf8Bytes(queue.Reference, SqsJson.Default.QueueReference)]);

    internal static DateTimeOffset NextOf(QueueRecord queue, DateTimeOffset now) => now + Least(TimeSpan.FromSeconds(queue.RetentionSeconds), s_intervalMax);

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var payload = run.Job.Payload;
        var reference = JsonSerializer.Deserialize(payload.Span[1..], SqsJson.Default.QueueReference)!;
        var store = run.World.Store;
        while (true)
        {
            var now = run.World.Clock.GetUtcNow();
            var (queue, expired, oldest) = await store.ReadAsync(run.World.Name, snapshot => FindAsync(snapshot, reference, now), run.Cancellation);
            if (queue is null)
            {
                return JobResult.Done;
            }

            var cleared = await store.TransactAsync(run.World.Name, transaction => RemoveAsync(transaction, reference, expired, now), run.Cancellation);
            if (expired.Count < RemovedMax && cleared < RemovedMax)
            {
                var next = NextOf(queue, now);
                var due = oldest?.AddSeconds(queue.RetentionSeconds) is { } end && end < next ? end : next;
                return payload.Span[0] == 0 ? JobResult.Done : JobResult.Retry(due < now + s_intervalMin ? now + s_intervalMin : due);
            }
        }
    }

    /// <summary>Keys are gathered from a snapshot, so that looking does not conflict with senders and receivers.</summary>
    private static async ValueTask<(QueueRecord? Queue, List<byte[]> Expired, DateTimeOffset? Oldest)> FindAsync(Snapshot snapshot, QueueReference reference, DateTimeOffset now)
    {
        var expired = new List<byte[]>();
        if (await Queues.FindAsync(snapshot, reference) is not { } queue)
        {
            return (null, expired, null);
        }

        DateTimeOffset? oldest = null;
        var upTo = queue.ExpiredUpTo(now);
        if (queue.IsFifo)
        {
            await foreach (var (key, message) in SqsTables.FifoMessages.EachAsync(snapshot, SqsTables.FifoMessages.Under(queue.Id).All))
            {
                if (!Take(message, () => SqsTables.FifoMessages.KeyOf(key)))
                {
                    break;
                }
            }
        }
        else
        {
            // Nothing is delayed by more than 15 minutes: beyond that, a message that nobody has received was sent within its retention.
            var waiting = SqsTables.Messages.Under(queue.Id, SqsTables.NeverReceived);
            await TakeAllAsync(waiting.UpTo(upTo.AddMinutes(16)));
            await TakeAllAsync(SqsTables.Messages.Under(queue.Id, SqsTables.Received).All);
            if (oldest is null && await SqsTables.Messages.RangeAsync(snapshot, waiting.All, 1) is [var first])
            {
                oldest = first.Value.SentAt;
            }
        }

        return (queue, expired, oldest);

        async ValueTask TakeAllAsync(KeyRange range)
        {
            await foreach (var (key, message) in SqsTables.Messages.EachAsync(snapshot, range))
            {
                if (!Take(message, () => SqsTables.Messages.KeyOf(key)))
                {
                    return;
                }
            }
        }

        bool Take(StoredMessage message, Func<byte[]> key)
        {
            if (message.SentAt <= upTo)
            {
                expired.Add(key());
            }
            else if (!(oldest <= message.SentAt))
            {
                oldest = message.SentAt;
            }

            return expired.Count < RemovedMax;
        }
    }

    private static async ValueTask<int> RemoveAsync(Transaction transaction, QueueReference reference, List<byte[]> expired, DateTimeOffset now)
    {
        if (await Queues.FindAsync(transaction, reference) is not { } queue)
        {
            return 0;
        }

        var groups = new HashSet<string>();
        foreach (var key in expired)
        {
            if (await transaction.GetAsync(key) is not { } value)
            {
                continue;
            }

            if (queue.IsFifo)
            {
                var row = SqsTables.FifoMessages.ToRow(new Entry(key, value.ToArray()));
                Groups.Remove(transaction, row.Key, row.Value);
                groups.Add(row.Key.Group);
            }
            else
            {
                var row = SqsTables.Messages.ToRow(new Entry(key, value.ToArray()));
                StandardReceiver.Remove(transaction, row.Key, row.Value);
            }
        }

        foreach (var group in groups)
        {
            await Groups.RescheduleAsync(transaction, queue.Id, group, now);
        }

        await ReceiveAttempts.ClearAsync(transaction, queue.Id, now);
        return await Deduplication.ClearAsync(transaction, queue.Id, now, RemovedMax);
    }

    private static TimeSpan Least(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
