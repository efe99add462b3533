using Unkai.Sqs.Model;
using Unkai.Sqs.Receiving;
using Unkai.Storage;

namespace Unkai.Sqs.Fifo;

/// <summary>A receive that is tried again with the same attempt id within five minutes returns the same messages, if none has been touched since, and hides them anew.</summary>
/// <remarks>Source: SQS API reference, ReceiveMessage, ReceiveRequestAttemptId.</remarks>
internal static class ReceiveAttempts
{
    private const int IntervalSeconds = 300;


    internal static void Remember(Transaction transaction, QueueRecord queue, string attempt, DateTimeOffset now, DateTimeOffset visibleAt, ReceiveResult result) =>
        SqsTables.Attempts.Put(transaction, (queue.Id, attempt), new ReceiveAttempt(now.AddSeconds(IntervalSeconds), visibleAt, [.. result.Messages.Select(message => message.Handle.ToString())]));

    /// <returns>False when the attempt is new, too old, or one of its messages has been deleted, hidden anew or become visible.</returns>
    internal static async ValueTask<bool> RepeatAsync(
        Transaction transaction, QueueRecord queue, string attempt, DateTimeOffset now, DateTimeOffset visibleAt, ReceiveResult result)
    {
        if (await SqsTables.Attempts.GetAsync(transaction, (queue.Id, attempt)) is not { } known || known.ExpiresAt <= now)
        {
            return false;
        }

        var again = new List<(ReceiptHandle Handle, StoredMessage Message)>();
        foreach (var text in known.Handles)
        {
            if (ReceiptHandle.Parse(text) is not { Group: { } group } handle
                || await SqsTables.FifoMessages.GetAsync(transaction, (queue.Id, group, handle.Stamp)) is not { } message
                || message.ReceiveCount != handle.ReceiveCount
                || message.VisibleAt != known.VisibleAt
                || !Groups.IsInFlight(message, now))
            {
                return false;
            }

            again.Add((handle, message));
        }

        foreach (var (handle, message) in again)
        {
            var hidden = message with { VisibleAt = visibleAt };
            SqsTables.FifoMessages.Put(transaction, (queue.Id, handle.Group!, handle.Stamp), hidden);
            result.Messages.Add(new ReceivedMessage(queue.Id, hidden, await MessageRows.PayloadAsync(transaction, queue.Id, hidden)) { Place = handle.Stamp });
        }

        SqsTables.Attempts.Put(transaction, (queue.Id, attempt), known with { VisibleAt = visibleAt });
        foreach (var group in again.Select(message => message.Handle.Group!).Distinct())
        {
            await Groups.RescheduleAsync(transaction, queue.Id, group, now);
        }

        return true;
    }

    /// <summary>Removes attempts whose time is over.</summary>
    internal static async ValueTask ClearAsync(Transaction transaction, long queue, DateTimeOffset now)
    {
        foreach (var (key, attempt) in await SqsTables.Attempts.RangeAsync(transaction, SqsTables.Attempts.Under(queue).All, Snapshot.RangeEntriesMax))
        {
            if (attempt.ExpiresAt <= now)
            {
                SqsTables.Attempts.Delete(transaction, key);
            }
        }
    }
}
