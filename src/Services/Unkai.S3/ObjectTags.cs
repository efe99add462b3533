using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.S3.Replication;

namespace Unkai.S3;

/// <summary>Sets or removes the tags of a version.</summary>
internal static class ObjectTags
{
    /// <returns>The version's id; empty in a bucket without versions.</returns>
    internal static ValueTask<Outcome<string>> SetAsync(
        Call call, string bucketName, string key, string? versionId, string? expectedOwner, IReadOnlyDictionary<string, string> tags, string eventName) =>
        call.TransactAsync<string>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, bucketName, expectedOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            var found = await Objects.FindAsync(transaction, bucketName, key, versionId);
            if (found.IsError)
            {
                return found.Error;
            }

            var changed = Replicas.Mark(bucket.Value, call, key, found.Value with { Tags = tags });
            Replicas.Enqueue(transaction, call, bucketName, key, changed);
            await Objects.ReplaceAsync(transaction, bucketName, key, changed);
            BucketNotifications.Enqueue(transaction, call, bucket.Value, bucketName, eventName, key, changed);
            return bucket.Value.Versioning == VersioningStatus.Off ? "" : changed.VersionId;
        });
}
