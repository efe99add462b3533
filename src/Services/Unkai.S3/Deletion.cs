using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Locking;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>What a deletion did.</summary>
/// <param name="VersionId">The version that went or the marker that came; null in a bucket without versions.</param>
/// <param name="IsMarker">Whether that is a delete marker.</param>
/// <param name="MadeMarker">Whether the marker is new.</param>
internal sealed record Deletion(string? VersionId, bool IsMarker, bool MadeMarker)
{
    /// <summary>Deletes one key; the absence of what is to be deleted is no error.</summary>
    internal static async ValueTask<Outcome<Deletion>> DeleteAsync(Transaction transaction, Call call, BucketRecord bucket, string bucketName, string key, string? versionId, string? ifMatch, bool bypassesGovernance)
    {
        if (Objects.CheckKey(key) is { } tooLong)
        {
            return tooLong;
        }

        if (ifMatch is not null)
        {
            var current = await S3Tables.Objects.GetAsync(transaction, (bucketName, key));
            if (Preconditions.CheckWrite(current, key, ifMatch, null) is { } failed)
            {
                return failed;
            }
        }

        if (versionId is not null)
        {
            if (versionId != VersionIds.Null && VersionIds.AgeOf(versionId) is null)
            {
                return S3Errors.InvalidVersionId(versionId);
            }

            if (bucket.ObjectLock is not null && await Objects.FindAsync(transaction, bucketName, key, versionId) is { IsError: false } locked
                && ObjectLocks.Protects(locked.Value, call.Clock.GetUtcNow(), bypassesGovernance))
            {
                return LockErrors.Protected;
            }

            var removed = await Objects.RemoveVersionAsync(transaction, bucketName, key, versionId);
            if (removed is not null)
            {
                BucketNotifications.Enqueue(transaction, call, bucket, bucketName, "ObjectRemoved:Delete", key, removed);
            }

            return new Deletion(versionId, removed is { IsDeleteMarker: true }, false);
        }

        if (bucket.Versioning == VersioningStatus.Off)
        {
            if (await S3Tables.Objects.GetAsync(transaction, (bucketName, key)) is { } current)
            {
                await Objects.RemoveAsync(transaction, bucketName, key);
                BucketNotifications.Enqueue(transaction, call, bucket, bucketName, "ObjectRemoved:Delete", key, current);
            }

            return new Deletion(null, false, false);
        }

        var owner = Acls.AccountOf(call.Caller);
        var marker = new ObjectRecord
        {
            VersionId = VersionIds.Null,
            IsDeleteMarker = true,
            LastModified = call.Clock.GetUtcNow(),
            Acl = Acls.CountIn(bucket) && owner != bucket.Owner ? Acls.Private(owner) : null,
        };
        marker = await Objects.PlaceAsync(transaction, call, bucket, bucketName, key, marker);
        BucketNotifications.Enqueue(transaction, call, bucket, bucketName, "ObjectRemoved:DeleteMarkerCreated", key, marker);
        return new Deletion(marker.VersionId, true, true);
    }
}
