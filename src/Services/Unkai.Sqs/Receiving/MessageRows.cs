using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Sqs.Sending;
using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>Payloads that lie in parts, and messages that leave one queue for another.</summary>
internal static class MessageRows
{
    internal static async ValueTask<ReadOnlyMemory<byte>> PartsAsync(Snapshot snapshot, long queue, StoredMessage message)
    {
        if (message.PartCount == 1)
        {
            return await SqsTables.Parts.GetAsync(snapshot, (queue, message.Id, 0));
        }

        var whole = new MemoryStream();
        for (var part = 0; part < message.PartCount; part++)
        {
            whole.Write(await SqsTables.Parts.GetAsync(snapshot, (queue, message.Id, part)));
        }

        return whole.ToArray();
    }

    internal static async ValueTask<MessagePayload> PayloadAsync(Snapshot snapshot, long queue, StoredMessage message) => message.PartCount == 0
        ? MessagePayload.Read(message.Payload, default)
        : MessagePayload.Read(await PartsAsync(snapshot, queue, message), message.Payload);

    /// <summary>Removes what hangs on a message besides its own row.</summary>
    internal static void Forget(Transaction transaction, long queue, StoredMessage message)
    {
        if (message.IsLocated)
        {
            SqsTables.Locations.Delete(transaction, (queue, message.Id));
        }

        for (var part = 0; part < message.PartCount; part++)
        {
            SqsTables.Parts.Delete(transaction, (queue, message.Id, part));
        }
    }

    internal static int LaneOf(StoredMessage message) => message.ReceiveCount == 0 ? SqsTables.NeverReceived : SqsTables.Received;

    /// <summary>Adds a message that left another queue, whose own row the caller removes.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="from">The queue that it leaves.</param>
    /// <param name="to">The queue that it comes to, of the same type.</param>
    /// <param name="message">The message as it was.</param>
    /// <param name="moved">The message as it is from now on, not received from its new queue; its payload is taken from <paramref name="message"/>.</param>
    /// <param name="deadLetterSource">What the payload says from now on; empty: no dead-letter source.</param>
    internal static async ValueTask MoveAsync(Transaction transaction, long from, QueueRecord to, StoredMessage message, StoredMessage moved, string deadLetterSource)
    {
        // Parts keep their own order: what was added to the head's payload since comes after them.
        for (var part = 0; part < message.PartCount; part++)
        {
            SqsTables.Parts.Put(transaction, (to.Id, moved.Id, part), (await SqsTables.Parts.GetAsync(transaction, (from, message.Id, part)))!);
        }

        var payload = MessagePayload.WithDeadLetterSource(message.Payload, deadLetterSource);
        var group = to.IsFifo ? (await PayloadAsync(transaction, from, message)).GroupId! : null;
        Forget(transaction, from, message);
        moved = moved with { PartCount = message.PartCount, Payload = payload, IsLocated = false };
        if (group is null)
        {
            // Ordered by when it was sent, so that what is past its retention comes first.
            MessageSender.Add(transaction, to.Id, moved.SentAt, moved);
        }
        else
        {
            await Groups.AppendAsync(transaction, to.Id, group, moved);
        }
    }
}
