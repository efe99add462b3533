using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>How many messages a queue has, and how many of them nobody can receive now.</summary>
internal static class InFlight
{
    /// <summary>Source: SQS API reference, ChangeMessageVisibility: 120,000; a standard queue answers OverLimit, a FIFO queue with nothing.</summary>
    internal const int Max = 120_000;

    /// <summary>Whether a receive would go over the limit. Read from a snapshot beside the transaction, which so does not conflict over the counter; AWS's limit is approximate too.</summary>
    internal static async ValueTask<bool> IsAtMaxAsync(Snapshot snapshot, QueueRecord queue, DateTimeOffset now) =>
        await SqsTables.Sizes.GetAsync(snapshot, (queue.Id, SqsTables.Received)) >= Max && (await CountAsync(snapshot, queue, now)).InFlight >= Max;

    /// <summary>Exact as of one snapshot, but for FIFO messages past their retention that nothing has cleared away yet.</summary>
    /// <remarks>Costs O(delayed + received and not deleted), not O(backlog): what waits to be received is known from counters.</remarks>
    internal static async ValueTask<(long Visible, long InFlight, long Delayed)> CountAsync(Snapshot snapshot, QueueRecord queue, DateTimeOffset now)
    {
        var never = await SqsTables.Sizes.GetAsync(snapshot, (queue.Id, SqsTables.NeverReceived));
        var received = await SqsTables.Sizes.GetAsync(snapshot, (queue.Id, SqsTables.Received));
        return queue.IsFifo
            ? await CountFifoAsync(snapshot, queue, now, never + received)
            : await CountStandardAsync(snapshot, queue, now, never, received);
    }

    private static async ValueTask<(long Visible, long InFlight, long Delayed)> CountStandardAsync(Snapshot snapshot, QueueRecord queue, DateTimeOffset now, long never, long received)
    {
        var expiredUpTo = queue.ExpiredUpTo(now);
        long delayed = 0;
        long expired = 0;
        long inFlight = 0;
        if (never > 0)
        {
            var waiting = SqsTables.Messages.Under(queue.Id, SqsTables.NeverReceived);
            delayed = await CountRowsAsync(snapshot, waiting.After(now), static _ => true);
            expired = await CountRowsAsync(snapshot, waiting.UpTo(Earlier(expiredUpTo.AddMinutes(15), now)), row => row.SentAt <= expiredUpTo);
        }

        if (received > 0)
        {
            var lane = SqsTables.Messages.Under(queue.Id, SqsTables.Received);
            inFlight = await CountRowsAsync(snapshot, lane.After(now), static _ => true);
            expired += await CountRowsAsync(snapshot, lane.UpTo(now), row => row.SentAt <= expiredUpTo);
        }

        return (never + received - delayed - inFlight - expired, inFlight, delayed);
    }

    private static async ValueTask<(long Visible, long InFlight, long Delayed)> CountFifoAsync(Snapshot snapshot, QueueRecord queue, DateTimeOffset now, long all)
    {
        if (all == 0)
        {
            return default;
        }

        long inFlight = 0;
        await foreach (var (_, group) in SqsTables.Groups.EachAsync(snapshot, SqsTables.Groups.Under(queue.Id).All))
        {
            inFlight += group.InFlightUntil.Count(until => until > now);
        }

        // Only the queue's own delay delays in a FIFO queue: without one, and without one that was taken away just now, nothing is delayed.
        var delayed = queue.DelaySeconds == 0 && (queue.ModifiedAt == queue.CreatedAt || queue.ModifiedAt <= now.AddMinutes(-15))
            ? 0
            : await CountDelayedAsync(snapshot, queue, now);
        return (all - inFlight - delayed, inFlight, delayed);
    }

    private static async ValueTask<long> CountDelayedAsync(Snapshot snapshot, QueueRecord queue, DateTimeOffset now)
    {
        long count = 0;
        await foreach (var (_, message) in SqsTables.FifoMessages.EachAsync(snapshot, SqsTables.FifoMessages.Under(queue.Id).All))
        {
            count += message.ReceiveCount == 0 && message.VisibleAt > now ? 1 : 0;
        }

        return count;
    }

    private static async ValueTask<long> CountRowsAsync(Snapshot snapshot, KeyRange range, Func<StoredMessage, bool> counts)
    {
        long count = 0;
        await foreach (var (_, message) in SqsTables.Messages.EachAsync(snapshot, range))
        {
            count += counts(message) ? 1 : 0;
        }

        return count;
    }

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
