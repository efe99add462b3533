using System.Buffers.Binary;
using Unkai.Cloud;
using Unkai.Sqs.Model;
using Unkai.Sqs.Sending;
using Unkai.Storage;

namespace Unkai.Sqs.Fifo;

/// <summary>A FIFO queue takes each deduplication id once in five minutes; a second send succeeds, names the first message, and adds nothing.</summary>
/// <remarks>Source: SQS Developer Guide, "Using the message deduplication ID". A row is: expires at in ticks (8), message id (16), stamp (10), big-endian.</remarks>
internal static class Deduplication
{
    internal const int IntervalSeconds = 300;

    private const int StampOffset = 24;
    private const int RowBytes = StampOffset + CommitStamp.SizeBytes;

    /// <summary>Each send clears away this many ids that have had their time, so that they never pile up.</summary>
    private const int ClearedPerSend = 2;

    private static readonly object s_present = new();

    internal static async ValueTask<SentMessage> SendOnceAsync(
        Transaction transaction, Call call, QueueRecord queue, MessageDraft draft, DateTimeOffset now, Dictionary<(string Scope, string Id), SentMessage>? earlier)
    {
        var scope = queue.DeduplicationScope == "messageGroup" ? draft.GroupId! : "";
        var id = draft.DeduplicationId ?? draft.ContentId;
        if (earlier is not null && earlier.TryGetValue((scope, id), out var first))
        {
            return first;
        }

        var known = await SqsTables.Deduplications.GetAsync(transaction, (queue.Id, scope, id));
        if (known is not null && ExpiryOf(known) > now)
        {
            return new SentMessage(new Guid(known.AsSpan(8, 16), bigEndian: true), null, CommitStamp.Read(known.AsSpan(StampOffset)));
        }

        await ClearAsync(transaction, queue.Id, now, ClearedPerSend);
        var message = new StoredMessage
        {
            Id = call.Random.NextGuid(),
            SentAt = now,
            VisibleAt = now.AddSeconds(queue.DelaySeconds),
            // Receivers see the id that the content gave.
            Payload = draft.DeduplicationId is null ? MessagePayload.WithDeduplicationId(draft.Payload, id) : draft.Payload,
        };
        var stamp = await Groups.AppendAsync(transaction, queue.Id, draft.GroupId!, MessageSender.Store(transaction, queue.Id, message));
        Remember(transaction, queue.Id, scope, id, now.AddSeconds(IntervalSeconds), message.Id, stamp);
        var sent = new SentMessage(message.Id, stamp, null);
        earlier?.Add((scope, id), sent);
        return sent;
    }

    /// <summary>Clears away up to <paramref name="max"/> ids that have had their time.</summary>
    /// <returns>How many there were.</returns>
    internal static async ValueTask<int> ClearAsync(Transaction transaction, long queue, DateTimeOffset now, int max)
    {
        var rows = await SqsTables.ExpiringDeduplications.ClaimAsync(transaction, SqsTables.ExpiringDeduplications.Under(queue).UpTo(now), max);
        foreach (var (key, _) in rows)
        {
            SqsTables.ExpiringDeduplications.Delete(transaction, key);

            // The id may have been used again since: then it has a later row.
            if (await SqsTables.Deduplications.GetAsync(transaction, (queue, key.Scope, key.Id)) is { } row && ExpiryOf(row) <= now)
            {
                SqsTables.Deduplications.Delete(transaction, (queue, key.Scope, key.Id));
            }
        }

        return rows.Count;
    }

    private static void Remember(Transaction transaction, long queue, string scope, string id, DateTimeOffset expiresAt, Guid message, PendingStamp stamp)
    {
        var row = new byte[RowBytes];
        BinaryPrimitives.WriteInt64BigEndian(row, expiresAt.UtcTicks);
        message.TryWriteBytes(row.AsSpan(8), bigEndian: true, out _);
        transaction.PutStamped(SqsTables.Deduplications.KeyOf((queue, scope, id)), row, StampOffset, stamp);
        SqsTables.ExpiringDeduplications.Put(transaction, (queue, expiresAt, scope, id), s_present);
    }

    private static DateTimeOffset ExpiryOf(byte[] row) => new(BinaryPrimitives.ReadInt64BigEndian(row), TimeSpan.Zero);
}
