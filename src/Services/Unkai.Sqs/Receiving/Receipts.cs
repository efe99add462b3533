using Unkai.Api;
using Unkai.Sqs.Fifo;
using Unkai.Sqs.Model;
using Unkai.Sqs.Standard;
using Unkai.Storage;

namespace Unkai.Sqs.Receiving;

/// <summary>What a receipt handle may do. In a standard queue an older handle still works, in a FIFO queue only the latest while its message is in flight.</summary>
internal static class Receipts
{
    private const int VisibilitySecondsMax = 43_200;

    /// <summary>Removes the message. One that is gone already is no error.</summary>
    internal static async ValueTask<AwsError?> DeleteAsync(Transaction transaction, QueueRecord queue, string text, DateTimeOffset now)
    {
        if (HandleOf(queue, text) is not { } handle)
        {
            return SqsErrors.ReceiptHandleIsInvalid(text);
        }

        if (!queue.IsFifo)
        {
            if (await StandardReceiver.FindAsync(transaction, handle) is { } row)
            {
                StandardReceiver.Remove(transaction, row.Key, row.Value);
            }

            return null;
        }

        var key = (queue.Id, handle.Group!, handle.Stamp);
        if (await SqsTables.FifoMessages.GetAsync(transaction, key) is not { } message)
        {
            return null;
        }

        if (message.ReceiveCount != handle.ReceiveCount || !Groups.IsInFlight(message, now))
        {
            return SqsErrors.ReceiptHandleExpired(text);
        }

        Groups.Remove(transaction, key, message);
        await Groups.RescheduleAsync(transaction, queue.Id, handle.Group!, now);
        return null;
    }

    /// <summary>Hides the message until <paramref name="seconds"/> from now.</summary>
    internal static async ValueTask<AwsError?> HideAsync(Transaction transaction, QueueRecord queue, string text, int seconds, DateTimeOffset now)
    {
        if (seconds is < 0 or > VisibilitySecondsMax)
        {
            return SqsErrors.InvalidParameter($"{seconds}", "VisibilityTimeout", $"VisibilityTimeout must be >= 0 and <= {VisibilitySecondsMax}.");
        }

        if (HandleOf(queue, text) is not { } handle)
        {
            return SqsErrors.ReceiptHandleIsInvalid(text);
        }

        return queue.IsFifo
            ? await HideFifoAsync(transaction, queue, handle, text, seconds, now)
            : await HideStandardAsync(transaction, handle, text, seconds, now);
    }

    private static async ValueTask<AwsError?> HideStandardAsync(Transaction transaction, ReceiptHandle handle, string text, int seconds, DateTimeOffset now)
    {
        if (await StandardReceiver.FindAsync(transaction, handle) is not { } row)
        {
            return SqsErrors.MessageGone(text);
        }

        if (row.Key.ReadyAt <= now)
        {
            return SqsErrors.MessageNotInflight;
        }

        if (IsBeyondLimit(row.Value, seconds, now))
        {
            return BeyondLimit(seconds);
        }

        // Its handles name the place that it leaves: from now on table 4 says where it is.
        StandardReceiver.Move(transaction, row.Key, now.AddSeconds(seconds), row.Value with { IsLocated = true });
        return null;
    }

    private static async ValueTask<AwsError?> HideFifoAsync(Transaction transaction, QueueRecord queue, ReceiptHandle handle, string text, int seconds, DateTimeOffset now)
    {
        var key = (queue.Id, handle.Group!, handle.Stamp);
        if (await SqsTables.FifoMessages.GetAsync(transaction, key) is not { } message)
        {
            return SqsErrors.MessageGone(text);
        }

        if (message.ReceiveCount != handle.ReceiveCount || !Groups.IsInFlight(message, now))
        {
            return SqsErrors.ReceiptHandleExpired(text);
        }

        if (IsBeyondLimit(message, seconds, now))
        {
            return BeyondLimit(seconds);
        }

        SqsTables.FifoMessages.Put(transaction, key, message with { VisibleAt = now.AddSeconds(seconds) });
        await Groups.RescheduleAsync(transaction, queue.Id, handle.Group!, now);
        return null;
    }

    /// <summary>Twelve hours from the receive on are the limit, however often the timeout is changed.</summary>
    private static bool IsBeyondLimit(StoredMessage message, int seconds, DateTimeOffset now) => now.AddSeconds(seconds) > message.LastReceivedAt.AddSeconds(VisibilitySecondsMax);

    private static AwsError BeyondLimit(int seconds) =>
        SqsErrors.InvalidParameter($"{seconds}", "VisibilityTimeout", $"Total VisibilityTimeout for the message is beyond the limit [{VisibilitySecondsMax} seconds]");

    private static ReceiptHandle? HandleOf(QueueRecord queue, string text) =>
        ReceiptHandle.Parse(text) is { } handle && handle.Queue == queue.Id && (handle.Group is not null) == queue.IsFifo ? handle : null;
}
