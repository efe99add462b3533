using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Fifo;

/// <summary>Receives from a FIFO queue: claims a group that is ready, takes its first messages in their order, and hides the group while they are in flight.</summary>
internal static class FifoReceiver
{
    internal static async ValueTask ReceiveAsync(Transaction transaction, QueueRecord queue, ReceiveOrder order, DateTimeOffset now, ReceiveResult result)
    {
        var visibleAt = now.AddSeconds(order.VisibilitySeconds ?? queue.VisibilitySeconds);
        if (order.AttemptId is { } attempt && await ReceiveAttempts.RepeatAsync(transaction, queue, attempt, now, visibleAt, result))
        {
            return;
        }

        var deadLetters = queue.Redrive is { } redrive ? await Queues.FindByArnAsync(transaction, redrive.Target) : null;
        var ready = SqsTables.ReadyGroups.Under(queue.Id).UpTo(now);
        var seen = new HashSet<string>();
        while (result.Messages.Count < order.Max && !result.IsAtBound)
        {
            // A group whose row this transaction has set to now is passed over: visibility 0 leaves it ready.
            if (await SqsTables.ReadyGroups.ClaimAsync(transaction, ready, 1) is not [var (key, _)] || !seen.Add(key.Group))
            {
                break;
            }

            await FromGroupAsync(transaction, queue, key.Group, order.Max, now, visibleAt, deadLetters, result);
            await Groups.RescheduleAsync(transaction, queue.Id, key.Group, now);
        }

        if (order.AttemptId is not null && result.Messages.Count > 0)
        {
            ReceiveAttempts.Remember(transaction, queue, order.AttemptId, now, visibleAt, result);
        }
    }

    /// <summary>When a group that is not ready now next is.</summary>
    internal static async ValueTask<DateTimeOffset?> NextAsync(Snapshot snapshot, long queue, DateTimeOffset now) =>
        await SqsTables.ReadyGroups.RangeAsync(snapshot, SqsTables.ReadyGroups.Under(queue).After(now), 1) is [var first] ? first.Key.ReadyAt : null;

    internal static Watch Watch(Snapshot snapshot, long queue) => snapshot.Watch(SqsTables.ReadyGroups.Under(queue).All);

    private static async ValueTask FromGroupAsync(
        Transaction transaction, QueueRecord queue, string group, int max, DateTimeOffset now, DateTimeOffset visibleAt, QueueRecord? deadLetters, ReceiveResult result)
    {
        var expiredUpTo = queue.ExpiredUpTo(now);
        while (result.Messages.Count < max && !result.IsAtBound)
        {
            var taken = false;
            var asked = max - result.Messages.Count;
            var rows = await SqsTables.FifoMessages.RangeAsync(transaction, SqsTables.FifoMessages.Under(queue.Id, group).All, asked);
            foreach (var (key, message) in rows)
            {
                if (message.SentAt <= expiredUpTo)
                {
                    Groups.Remove(transaction, key, message);
                    result.Cleared++;
                }
                else if (message.VisibleAt > now)
                {
                    return;
                }
                else if (deadLetters is not null && message.ReceiveCount >= queue.Redrive!.ReceivesMax)
                {
                    SqsTables.FifoMessages.Delete(transaction, key);
                    SqsTables.Sizes.Add(transaction, (queue.Id, MessageRows.LaneOf(message)), -1);
                    await MessageRows.MoveAsync(transaction, queue.Id, deadLetters, message, message.AsDeadLetter(now), queue.Arn);
                    result.Cleared++;
                }
                else
                {
                    await TakeAsync(transaction, queue.Id, key, message, now, visibleAt, result);
                    taken = true;
                }
            }

            // Further rows of the group are looked at only when all of these were cleared away; otherwise the next receive takes them.
            if (taken || rows.Count < asked)
            {
                return;
            }
        }
    }

    private static async ValueTask TakeAsync(
        Transaction transaction, long queue, (long Queue, string Group, CommitStamp Stamp) key, StoredMessage message, DateTimeOffset now, DateTimeOffset visibleAt, ReceiveResult result)
    {
        // FIFO messages keep their key, so nothing has to say where they lie.
        var received = message.AsReceived(now, visibleAt) with { IsLocated = false };
        SqsTables.FifoMessages.Put(transaction, key, received);
        if (message.ReceiveCount == 0)
        {
            SqsTables.Sizes.Add(transaction, (queue, SqsTables.NeverReceived), -1);
            SqsTables.Sizes.Add(transaction, (queue, SqsTables.Received), 1);
        }

        result.Messages.Add(new ReceivedMessage(queue, received, await MessageRows.PayloadAsync(transaction, queue, received)) { Place = key.Stamp });
    }
}
