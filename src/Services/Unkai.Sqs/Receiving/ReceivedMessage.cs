using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>A message that is in flight once the transaction commits; its receipt handle can be asked for after that.</summary>
internal sealed record ReceivedMessage(long Queue, StoredMessage Message, MessagePayload Payload)
{
    public DateTimeOffset ReadyAt { get; init; }

    /// <summary>Standard queues: where it lies now.</summary>
    public PendingStamp Pending { get; init; }

    /// <summary>FIFO queues: its place in its group.</summary>
    public CommitStamp? Place { get; init; }

    internal ReceiptHandle Handle => Place is { } place
        ? new() { Queue = Queue, Stamp = place, ReceiveCount = Message.ReceiveCount, Group = Payload.GroupId }
        : new() { Queue = Queue, Stamp = Pending.Value, ReadyAt = ReadyAt, Message = Message.Id };
}
