using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs;

/// <summary>SQS's tables.</summary>
/// <remarks>
/// A queue has an id of its own, which a queue that is made again under the same name does not share: rows of a deleted queue can never come back.
/// <code>
/// sqs 1   (account, region, name)          QueueRecord
/// sqs 2   (account, region, name)          DeletedQueue: names that may not be used again yet
/// sqs 3   (queue, lane, ready at, stamp)   StoredMessage of a standard queue; lane 0: never received, 1: received at least once
/// sqs 4   (queue, message id)              ready at and stamp of a message in lane 1, once it lies elsewhere than its first receipt handle says
/// sqs 5   (queue, lane)                    how many messages; FIFO queues too
/// sqs 6   (queue, group, stamp)            StoredMessage of a FIFO queue, in its group's order
/// sqs 7   (queue, group)                   GroupRecord: when the group is ready, and until when its messages in flight are
/// sqs 8   (queue, ready at, group)         nothing: what receivers claim
/// sqs 9   (queue, scope, id)               Deduplication; the scope is a group, or empty for the whole queue
/// sqs 10  (queue, expires at, scope, id)   nothing: what of 9 has had its time
/// sqs 11  (queue, attempt id)              ReceiveAttempt: what a FIFO receive returned
/// sqs 12  (queue, message id, part)        bytes of a large message's payload, so that receiving does not copy it
/// sqs 13  (queue, start)                   MoveTaskRecord; the queue is the source
/// </code>
/// Sending appends to 3 and adds to 5, so that it never conflicts; receiving claims in 3 (lane 1, then 0) and moves rows within it.
/// </remarks>
internal static class SqsTables
{
    internal const int NeverReceived = 0;
    internal const int Received = 1;

    private static readonly KeyCodec<(string, string, string)> s_queueKey = KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text);

    internal static Table<(string Account, string Region, string Name), QueueRecord> Queues { get; } = new("sqs", 1, s_queueKey, new KeptValueCodec<QueueRecord>(new JsonValueCodec<QueueRecord>(SqsJson.Default.QueueRecord)));

    internal static Table<(string Account, string Region, string Name), DeletedQueue> DeletedQueues { get; } =
        new("sqs", 2, s_queueKey, new JsonValueCodec<DeletedQueue>(SqsJson.Default.DeletedQueue));

    internal static Table<(long Queue, int Lane, DateTimeOffset ReadyAt, CommitStamp Stamp), StoredMessage> Messages { get; } =
        new("sqs", 3, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32, KeyCodec.Time, KeyCodec.Stamp), new StoredMessageCodec());

    internal static Table<(long Queue, Guid Message), byte[]> Locations { get; } = new("sqs", 4, KeyCodec.Of(KeyCodec.Number, KeyCodec.Uuid), ValueCodec.Bytes);

    internal static CounterTable<(long Queue, int Lane)> Sizes { get; } = new("sqs", 5, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32));

    internal static Table<(long Queue, string Group, CommitStamp Stamp), StoredMessage> FifoMessages { get; } =
        new("sqs", 6, KeyCodec.Of(KeyCodec.Number, KeyCodec.Text, KeyCodec.Stamp), new StoredMessageCodec());

    internal static Table<(long Queue, string Group), GroupRecord> Groups { get; } = new("sqs", 7, KeyCodec.Of(KeyCodec.Number, KeyCodec.Text), new GroupCodec());

    internal static Table<(long Queue, DateTimeOffset ReadyAt, string Group), object> ReadyGroups { get; } =
        new("sqs", 8, KeyCodec.Of(KeyCodec.Number, KeyCodec.Time, KeyCodec.Text), ValueCodec.None);

    internal static Table<(long Queue, string Scope, string Id), byte[]> Deduplications { get; } =
        new("sqs", 9, KeyCodec.Of(KeyCodec.Number, KeyCodec.Text, KeyCodec.Text), ValueCodec.Bytes);

    internal static Table<(long Queue, DateTimeOffset ExpiresAt, string Scope, string Id), object> ExpiringDeduplications { get; } =
        new("sqs", 10, KeyCodec.Of(KeyCodec.Number, KeyCodec.Time, KeyCodec.Text, KeyCodec.Text), ValueCodec.None);

    internal static Table<(long Queue, string Attempt), ReceiveAttempt> Attempts { get; } =
        new("sqs", 11, KeyCodec.Of(KeyCodec.Number, KeyCodec.Text), new JsonValueCodec<ReceiveAttempt>(SqsJson.Default.ReceiveAttempt));

    internal static Table<(long Queue, Guid Message, int Part), byte[]> Parts { get; } =
        new("sqs", 12, KeyCodec.Of(KeyCodec.Number, KeyCodec.Uuid, KeyCodec.Number32), ValueCodec.Bytes);

    internal static Table<(long Queue, DateTimeOffset StartedAt), MoveTaskRecord> MoveTasks { get; } =
        new("sqs", 13, KeyCodec.Of(KeyCodec.Number, KeyCodec.Time), new JsonValueCodec<MoveTaskRecord>(SqsJson.Default.MoveTaskRecord));
}
