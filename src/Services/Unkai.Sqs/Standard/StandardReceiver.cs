using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Standard;

/// <summary>Receives from a standard queue: claims ready rows and moves each to when it is visible again.</summary>
internal static class StandardReceiver
{
    private const int ReadyAtBytes = 8;

    internal static async ValueTask ReceiveAsync(Transaction transaction, QueueRecord queue, ReceiveOrder order, DateTimeOffset now, ReceiveResult result)
    {
        var visibleAt = now.AddSeconds(order.VisibilitySeconds ?? queue.VisibilitySeconds);
        var deadLetters = queue.Redrive is { } redrive ? await Queues.FindByArnAsync(transaction, redrive.Target) : null;

        // What came back goes first: it has waited longer.
        await FromLaneAsync(transaction, queue, SqsTables.Received, order.Max, now, visibleAt, deadLetters, result);
        await FromLaneAsync(transaction, queue, SqsTables.NeverReceived, order.Max, now, visibleAt, deadLetters, result);
    }

    /// <summary>When a message that is hidden now is next visible.</summary>
    internal static async ValueTask<DateTimeOffset?> NextAsync(Snapshot snapshot, long queue, DateTimeOffset now)
    {
        var received = await SqsTables.Messages.RangeAsync(snapshot, SqsTables.Messages.Under(queue, SqsTables.Received).After(now), 1);
        var waiting = await SqsTables.Messages.RangeAsync(snapshot, SqsTables.Messages.Under(queue, SqsTables.NeverReceived).After(now), 1);
        DateTimeOffset? next = received is [var first] ? first.Key.ReadyAt : null;
        return waiting is [var other] && !(next < other.Key.ReadyAt) ? other.Key.ReadyAt : next;
    }

    internal static Watch Watch(Snapshot snapshot, long queue) => snapshot.Watch(
        new KeyRange(SqsTables.Messages.Under(queue, SqsTables.NeverReceived).All.Start, SqsTables.Messages.Under(queue, SqsTables.Received).All.End));

    /// <summary>Moves a received message to another time.</summary>
    internal static PendingStamp Move(
        Transaction transaction, (long Queue, int Lane, DateTimeOffset ReadyAt, CommitStamp Stamp) key, DateTimeOffset visibleAt, StoredMessage message)
    {
        SqsTables.Messages.Delete(transaction, key);
        var stamp = SqsTables.Messages.Append(transaction, key.Queue, SqsTables.Received, visibleAt, message);
        if (message.IsLocated)
        {
            var location = new byte[ReadyAtBytes + CommitStamp.SizeBytes];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(location, visibleAt.UtcTicks);
            transaction.PutStamped(SqsTables.Locations.KeyOf((key.Queue, message.Id)), location, ReadyAtBytes, stamp);
        }

        return stamp;
    }

    /// <summary>The row that a receipt handle means, wherever it lies now; null when the message is gone.</summary>
    internal static async ValueTask<Row<(long Queue, int Lane, DateTimeOffset ReadyAt, CommitStamp Stamp), StoredMessage>?> FindAsync(Snapshot snapshot, ReceiptHandle handle)
    {
        var key = (handle.Queue, SqsTables.Received, handle.ReadyAt, handle.Stamp);
        if (await SqsTables.Messages.GetAsync(snapshot, key) is { } message)
        {
            return new(key, message);
        }

        if (await SqsTables.Locations.GetAsync(snapshot, (handle.Queue, handle.Message)) is not { } location)
        {
            return null;
        }

        var readyAt = new DateTimeOffset(System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(location), TimeSpan.Zero);
        key = (handle.Queue, SqsTables.Received, readyAt, CommitStamp.Read(location.AsSpan(ReadyAtBytes)));
        return await SqsTables.Messages.GetAsync(snapshot, key) is { } moved ? new(key, moved) : null;
    }

    /// <summary>Removes a message with all that hangs on it.</summary>
    internal static void Remove(Transaction transaction, (long Queue, int Lane, DateTimeOffset ReadyAt, CommitStamp Stamp) key, StoredMessage message)
    {
        SqsTables.Messages.Delete(transaction, key);
        SqsTables.Sizes.Add(transaction, (key.Queue, key.Lane), -1);
        MessageRows.Forget(transaction, key.Queue, message);
    }

    private static async ValueTask FromLaneAsync(
        Transaction transaction, QueueRecord queue, int lane, int max, DateTimeOffset now, DateTimeOffset visibleAt, QueueRecord? deadLetters, ReceiveResult result)
    {
        var ready = SqsTables.Messages.Under(queue.Id, lane).UpTo(now);
        var expiredUpTo = queue.ExpiredUpTo(now);
        while (result.Messages.Count < max && !result.IsAtBound)
        {
            var asked = max - result.Messages.Count;
            var rows = await SqsTables.Messages.ClaimAsync(transaction, ready, asked);
            foreach (var (key, message) in rows)
            {
                if (message.SentAt <= expiredUpTo)
                {
                    Remove(transaction, key, message);
                    result.Cleared++;
                }
                else if (deadLetters is not null && message.ReceiveCount >= queue.Redrive!.ReceivesMax)
                {
                    SqsTables.Messages.Delete(transaction, key);
                    SqsTables.Sizes.Add(transaction, (key.Queue, key.Lane), -1);
                    await MessageRows.MoveAsync(transaction, queue.Id, deadLetters, message, message.AsDeadLetter(now), queue.Arn);
                    result.Cleared++;
                }
                else
                {
                    var received = message.AsReceived(now, default);
                    var stamp = Move(transaction, key, visibleAt, received);
                    if (lane == SqsTables.NeverReceived)
                    {
                        SqsTables.Sizes.Add(transaction, (queue.Id, SqsTables.NeverReceived), -1);
                        SqsTables.Sizes.Add(transaction, (queue.Id, SqsTables.Received), 1);
                    }

                    result.Messages.Add(new ReceivedMessage(queue.Id, received, await MessageRows.PayloadAsync(transaction, queue.Id, received)) { ReadyAt = visibleAt, Pending = stamp });
                }
            }

            if (rows.Count < asked)
            {
                return;
            }
        }
    }
}
