using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Replication;
using Unkai.Storage;

namespace Unkai.S3.Locking;

/// <summary>Versions in buckets with Object Lock.</summary>
internal static class LockedVersions
{
    internal static async ValueTask<Outcome<ObjectRecord>> FindAsync(Snapshot snapshot, string bucketName, string key, string? versionId, string? expectedOwner)
    {
        var bucket = await Buckets.FindAsync(snapshot, bucketName, expectedOwner);
        return bucket.IsError ? bucket.Error
            : bucket.Value.ObjectLock is null ? LockErrors.BucketHasNoLock
            : await Objects.FindAsync(snapshot, bucketName, key, versionId);
    }

    internal static ValueTask<Outcome<TOutput>> ChangeAsync<TOutput>(
        Call call, string bucket, string key, string? versionId, string? expectedOwner, Func<ObjectRecord, Outcome<ObjectRecord>> change, TOutput output) =>
        call.TransactAsync<TOutput>(async transaction =>
        {
            var found = await FindAsync(transaction, bucket, key, versionId, expectedOwner);
            if (found.IsError)
            {
                return found.Error;
            }

            var changed = change(found.Value);
            if (changed.IsError)
            {
                return changed.Error;
            }

            var record = (await S3Tables.Buckets.GetAsync(transaction, bucket))!;
            var marked = Replicas.Mark(record, call, key, changed.Value);
            Replicas.Enqueue(transaction, call, bucket, key, marked);
            await Objects.ReplaceAsync(transaction, bucket, key, marked);
            return output;
        });
}
