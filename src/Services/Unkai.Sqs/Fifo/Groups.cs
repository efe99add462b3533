using Unkai.Sqs.Model;
using Unkai.Storage;

namespace Unkai.Sqs.Fifo;

/// <summary>Message groups: each has one row that receivers claim, so that groups never wait for each other, and a group waits for its messages in flight.</summary>
internal static class Groups
{
    /// <summary>Messages in flight are always a group's first ones, and one receive takes at most ten: nothing is received while one of them is in flight.</summary>
    private const int InFlightMax = 10;

    private static readonly object s_present = new();

    /// <summary>Adds a message to the end of its group.</summary>
    internal static async ValueTask<PendingStamp> AppendAsync(Transaction transaction, long queue, string group, StoredMessage message)
    {
        var stamp = SqsTables.FifoMessages.Append(transaction, queue, group, message);
        SqsTables.Sizes.Add(transaction, (queue, SqsTables.NeverReceived), 1);
        if (await SqsTables.Groups.GetAsync(transaction, (queue, group)) is null)
        {
            SqsTables.Groups.Put(transaction, (queue, group), new GroupRecord(message.VisibleAt, []));
            SqsTables.ReadyGroups.Put(transaction, (queue, message.VisibleAt, group), s_present);
        }

        return stamp;
    }

    /// <summary>Sets the group's row to when it is next ready, after its messages have changed.</summary>
    internal static async ValueTask RescheduleAsync(Transaction transaction, long queue, string group, DateTimeOffset now)
    {
        var rows = await SqsTables.FifoMessages.RangeAsync(transaction, SqsTables.FifoMessages.Under(queue, group).All, InFlightMax);
        var known = await SqsTables.Groups.GetAsync(transaction, (queue, group));
        if (known is not null)
        {
            SqsTables.ReadyGroups.Delete(transaction, (queue, known.ReadyAt, group));
        }

        if (rows.Count == 0)
        {
            SqsTables.Groups.Delete(transaction, (queue, group));
            return;
        }

        List<DateTimeOffset> inFlight = [.. rows.Where(row => IsInFlight(row.Value, now)).Select(row => row.Value.VisibleAt)];
        var readyAt = inFlight.Count > 0 ? inFlight.Max() : rows[0].Value.VisibleAt;
        SqsTables.Groups.Put(transaction, (queue, group), new GroupRecord(readyAt, inFlight));
        SqsTables.ReadyGroups.Put(transaction, (queue, readyAt, group), s_present);
    }

    internal static bool IsInFlight(StoredMessage message, DateTimeOffset now) => message.ReceiveCount > 0 && message.VisibleAt > now;

    /// <summary>Removes a message; the caller reschedules its group.</summary>
    internal static void Remove(Transaction transaction, (long Queue, string Group, CommitStamp Stamp) key, StoredMessage message)
    {
        SqsTables.FifoMessages.Delete(transaction, key);
        SqsTables.Sizes.Add(transaction, (key.Queue, Receiving.MessageRows.LaneOf(message)), -1);
        Receiving.MessageRows.Forget(transaction, key.Queue, message);
    }
}
