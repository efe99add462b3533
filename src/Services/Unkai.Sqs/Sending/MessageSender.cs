using Unkai.Api;
using Unkai.Cloud;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Sending;

/// <summary>Puts messages into queues. In a standard queue this reads nothing but the queue's record, so that senders never conflict.</summary>
internal static class MessageSender
{
    /// <summary>A larger payload lies in rows of its own: receiving would copy it each time.</summary>
    private const int InlineBytesMax = 32 * 1024;

    private const int PartBytes = 512 * 1024;

    /// <param name="transaction">The transaction that sends.</param>
    /// <param name="call">The caller's call.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="draft">The message.</param>
    /// <param name="earlier">What this transaction has already sent to the FIFO queue, by deduplication key; null when this is its only message.</param>
    internal static async ValueTask<Outcome<SentMessage>> SendAsync(
        Transaction transaction, Call call, QueueRecord queue, MessageDraft draft, Dictionary<(string Scope, string Id), SentMessage>? earlier)
    {
        if (draft.CheckFor(queue) is { } problem)
        {
            return problem;
        }

        var now = call.Clock.GetUtcNow();
        if (queue.IsFifo)
        {
            return await Deduplication.SendOnceAsync(transaction, call, queue, draft, now, earlier);
        }

        var delay = draft.DelaySeconds ?? queue.DelaySeconds;
        var message = Store(transaction, queue.Id, new StoredMessage { Id = call.Random.NextGuid(), SentAt = now, Payload = draft.Payload });
        Add(transaction, queue.Id, delay == 0 ? now : now.AddSeconds(delay), message);
        return new SentMessage(message.Id, null, null);
    }

    /// <summary>Adds a message to a standard queue, as one that nobody has received.</summary>
    internal static void Add(Transaction transaction, long queue, DateTimeOffset visibleAt, StoredMessage message)
    {
        SqsTables.Messages.Append(transaction, queue, SqsTables.NeverReceived, visibleAt, message);
        SqsTables.Sizes.Add(transaction, (queue, SqsTables.NeverReceived), 1);
    }

    /// <summary>Puts a large payload into rows of its own.</summary>
    internal static StoredMessage Store(Transaction transaction, long queue, StoredMessage message)
    {
        var payload = message.Payload;
        if (payload.Length <= InlineBytesMax)
        {
            return message;
        }

        var count = 0;
        for (; payload.Length > 0; count++)
        {
            var size = Math.Min(PartBytes, payload.Length);
            SqsTables.Parts.Put(transaction, (queue, message.Id, count), payload[..size].ToArray());
            payload = payload[size..];
        }

        return message with { PartCount = count, Payload = default };
    }
}
