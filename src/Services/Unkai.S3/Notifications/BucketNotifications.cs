using System.Text.Json;
using Unkai.Cloud;
using Unkai.S3.Jobs;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Notifications;

/// <summary>Tells the destinations of a bucket what has changed: a job for each, written with the change.</summary>
internal static class BucketNotifications
{
    /// <summary>The target of orders for the owner's default event bus.</summary>
    internal const string EventBus = "events";

    internal static void Enqueue(Transaction transaction, Call call, BucketRecord bucket, string bucketName, string eventName, string key, ObjectRecord record)
    {
        if (bucket.NotifiesEventBridge && EventBridgeDetail.Write(call, bucket, bucketName, eventName, key, record) is { } told)
        {
            var order = new NotificationOrder(EventBus, bucketName, bucket.Owner, bucket.Region, told);
            transaction.Enqueue(new Job(DeliverNotification.Kind, call.Clock.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(order, S3Json.Default.NotificationOrder), Cause: call.RequestId));
        }

        foreach (var rule in bucket.Notifications)
        {
            if (!Wants(rule, eventName, key))
            {
                continue;
            }

            var document = EventDocument.Write(call, bucket, bucketName, rule.Id, eventName, key, record);
            var order = new NotificationOrder(rule.Target, bucketName, bucket.Owner, bucket.Region, document);
            transaction.Enqueue(new Job(DeliverNotification.Kind, call.Clock.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(order, S3Json.Default.NotificationOrder), Cause: call.RequestId));
        }
    }

    internal static bool Wants(NotificationRecord rule, string eventName, string key) =>
        (rule.Prefix is null || key.StartsWith(rule.Prefix, StringComparison.Ordinal))
        && (rule.Suffix is null || key.EndsWith(rule.Suffix, StringComparison.Ordinal))
        && rule.Events.Any(wanted =>
        {
            var pattern = wanted.AsSpan("s3:".Length);
            return pattern.EndsWith("*") ? eventName.AsSpan().StartsWith(pattern[..^1]) : pattern.SequenceEqual(eventName);
        });
}
