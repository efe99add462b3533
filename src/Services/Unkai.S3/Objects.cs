using System.Text;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Replication;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>How versions of an object come, stand and go.</summary>
/// <remarks>Source: Amazon S3 User Guide, "How S3 Versioning works" and "Working with objects in a versioning-suspended bucket".</remarks>
internal static class Objects
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    internal const int KeyBytesMax = 1024;

    internal static AwsError? CheckKey(string key) =>
        key.Length > KeyBytesMax / 3 && Encoding.UTF8.GetByteCount(key) is > KeyBytesMax and var size ? S3Errors.KeyTooLong(size) : null;

    /// <summary>The current version when <paramref name="versionId"/> is null; delete markers are the error that S3 answers.</summary>
    internal static async ValueTask<Outcome<ObjectRecord>> FindAsync(Snapshot snapshot, string bucket, string key, string? versionId)
    {
        if (CheckKey(key) is { } tooLong)
        {
            return tooLong;
        }

        var current = await S3Tables.Objects.GetAsync(snapshot, (bucket, key));
        if (versionId is null)
        {
            return current is null ? S3Errors.NoSuchKey(key)
                : current.IsDeleteMarker ? S3Errors.DeleteMarker(key, current.VersionId, current.LastModified, asked: false)
                : current;
        }

        if (current?.VersionId != versionId)
        {
            if (versionId != VersionIds.Null && VersionIds.AgeOf(versionId) is null)
            {
                return S3Errors.InvalidVersionId(versionId);
            }

            current = (await FindOlderAsync(snapshot, bucket, key, versionId))?.Value;
        }

        return current is null ? S3Errors.NoSuchVersion(key, versionId)
            : current.IsDeleteMarker ? S3Errors.DeleteMarker(key, current.VersionId, current.LastModified, asked: true)
            : current;
    }

    /// <summary>A version or delete marker by its id; null when there is none.</summary>
    internal static async ValueTask<ObjectRecord?> FindAnyAsync(Snapshot snapshot, string bucket, string key, string versionId) =>
        await S3Tables.Objects.GetAsync(snapshot, (bucket, key)) is { } current && current.VersionId == versionId ? current
        : (await FindOlderAsync(snapshot, bucket, key, versionId))?.Value;

    /// <summary>Makes <paramref name="written"/> the current version and gives it its id; what it replaces becomes older or goes.</summary>
    internal static async ValueTask<ObjectRecord> PlaceAsync(Transaction transaction, Call call, BucketRecord bucket, string bucketName, string key, ObjectRecord written)
    {
        var current = await S3Tables.Objects.GetAsync(transaction, (bucketName, key));
        if (bucket.Versioning == VersioningStatus.Enabled)
        {
            var age = VersionIds.AgeOf(written.LastModified);
            if (current is not null)
            {
                var older = await MoveToOlderAsync(transaction, bucketName, key, current);
                age = Math.Min(age, older - 1);
            }

            written = Replicas.Mark(bucket, call, key, written with { VersionId = VersionIds.Create(age, call.Random) });
            Replicas.Enqueue(transaction, call, bucketName, key, written);
        }
        else
        {
            written = written with { VersionId = VersionIds.Null };
            if (current is { VersionId: VersionIds.Null })
            {
                await ReleaseAsync(transaction, current);
            }
            else if (current is not null)
            {
                await MoveToOlderAsync(transaction, bucketName, key, current);
                await RemoveOlderNullAsync(transaction, bucketName, key);
            }
            else if (bucket.Versioning == VersioningStatus.Suspended)
            {
                await RemoveOlderNullAsync(transaction, bucketName, key);
            }
        }

        S3Tables.Objects.Put(transaction, (bucketName, key), written);
        return written;
    }

    /// <summary>Removes one version for good; the newest older one becomes current where the current one went.</summary>
    /// <returns>What was removed; null when there was no such version.</returns>
    internal static async ValueTask<ObjectRecord?> RemoveVersionAsync(Transaction transaction, string bucket, string key, string versionId)
    {
        if (await S3Tables.Objects.GetAsync(transaction, (bucket, key)) is { } current && current.VersionId == versionId)
        {
            await ReleaseAsync(transaction, current);
            if (await S3Tables.OlderVersions.RangeAsync(transaction, S3Tables.OlderVersions.Under(bucket, key).All, 1) is [var next])
            {
                S3Tables.OlderVersions.Delete(transaction, next.Key);
                S3Tables.Objects.Put(transaction, (bucket, key), next.Value);
            }
            else
            {
                S3Tables.Objects.Delete(transaction, (bucket, key));
            }

            return current;
        }

        if (await FindOlderAsync(transaction, bucket, key, versionId) is not { } older)
        {
            return null;
        }

        await ReleaseAsync(transaction, older.Value);
        S3Tables.OlderVersions.Delete(transaction, older.Key);
        return older.Value;
    }

    /// <summary>Removes the current object of a bucket that never had versions.</summary>
    internal static async ValueTask RemoveAsync(Transaction transaction, string bucket, string key)
    {
        if (await S3Tables.Objects.GetAsync(transaction, (bucket, key)) is { } current)
        {
            await ReleaseAsync(transaction, current);
            S3Tables.Objects.Delete(transaction, (bucket, key));
        }
    }

    /// <summary>Stores a changed record of a version in its place (tags).</summary>
    internal static async ValueTask ReplaceAsync(Transaction transaction, string bucket, string key, ObjectRecord changed)
    {
        if (await S3Tables.Objects.GetAsync(transaction, (bucket, key)) is { } current && current.VersionId == changed.VersionId)
        {
            S3Tables.Objects.Put(transaction, (bucket, key), changed);
        }
        else if (await FindOlderAsync(transaction, bucket, key, changed.VersionId) is { } older)
        {
            S3Tables.OlderVersions.Put(transaction, older.Key, changed);
        }
    }

    private static async ValueTask<Row<(string Bucket, string Key, ulong Age), ObjectRecord>?> FindOlderAsync(Snapshot snapshot, string bucket, string key, string versionId)
    {
        if (versionId != VersionIds.Null)
        {
            return VersionIds.AgeOf(versionId) is { } age
                && await S3Tables.OlderVersions.GetAsync(snapshot, (bucket, key, age)) is { } record
                && record.VersionId == versionId
                ? new Row<(string, string, ulong), ObjectRecord>((bucket, key, age), record)
                : null;
        }

        await foreach (var row in S3Tables.OlderVersions.EachAsync(snapshot, S3Tables.OlderVersions.Under(bucket, key).All))
        {
            if (row.Value.VersionId == VersionIds.Null)
            {
                return row;
            }
        }

        return null;
    }

    /// <returns>The age under which it stands now.</returns>
    private static async ValueTask<ulong> MoveToOlderAsync(Transaction transaction, string bucket, string key, ObjectRecord current)
    {
        var age = VersionIds.AgeOf(current.VersionId) ?? VersionIds.AgeOf(current.LastModified);
        if (current.VersionId == VersionIds.Null
            && await S3Tables.OlderVersions.RangeAsync(transaction, S3Tables.OlderVersions.Under(bucket, key).All, 1) is [var newest])
        {
            age = Math.Min(age, newest.Key.Age - 1);
        }

        S3Tables.OlderVersions.Put(transaction, (bucket, key, age), current);
        return age;
    }

    private static async ValueTask RemoveOlderNullAsync(Transaction transaction, string bucket, string key)
    {
        if (await FindOlderAsync(transaction, bucket, key, VersionIds.Null) is { } older)
        {
            await ReleaseAsync(transaction, older.Value);
            S3Tables.OlderVersions.Delete(transaction, older.Key);
        }
    }

    /// <summary>Lets the bytes of a record go.</summary>
    private static async ValueTask ReleaseAsync(Transaction transaction, ObjectRecord record)
    {
        if (record.UploadId is { } upload)
        {
            await Uploads.PartList.ReleaseAsync(transaction, upload);
        }
        else if (!record.IsDeleteMarker)
        {
            transaction.Dereference(record.Body);
        }
    }
}
