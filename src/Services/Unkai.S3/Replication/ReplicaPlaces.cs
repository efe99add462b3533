using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Replication;

/// <summary>Puts replicas into their buckets: with the source's version id, at the place among the versions that its time says.</summary>
internal static class ReplicaPlaces
{
    /// <returns>Whether the version is new there; one that is there already takes over tags and locks.</returns>
    internal static async ValueTask<bool> PlaceAsync(Transaction transaction, Call call, string bucket, string key, ObjectRecord replica)
    {
        var current = await S3Tables.Objects.GetAsync(transaction, (bucket, key));
        if (current?.VersionId == replica.VersionId)
        {
            S3Tables.Objects.Put(transaction, (bucket, key), Renewed(current, replica));
            return false;
        }

        var age = VersionIds.AgeOf(replica.VersionId) ?? VersionIds.AgeOf(replica.LastModified);
        if (await S3Tables.OlderVersions.GetAsync(transaction, (bucket, key, age)) is { } older && older.VersionId == replica.VersionId)
        {
            S3Tables.OlderVersions.Put(transaction, (bucket, key, age), Renewed(older, replica));
            return false;
        }

        replica = await WithBytesAsync(transaction, call, replica);
        if (current is null)
        {
            S3Tables.Objects.Put(transaction, (bucket, key), replica);
            return true;
        }

        // Smaller ages are newer.
        var currentAge = VersionIds.AgeOf(current.VersionId) ?? VersionIds.AgeOf(current.LastModified);
        if (age < currentAge)
        {
            S3Tables.OlderVersions.Put(transaction, (bucket, key, currentAge), current);
            S3Tables.Objects.Put(transaction, (bucket, key), replica);
        }
        else
        {
            S3Tables.OlderVersions.Put(transaction, (bucket, key, age), replica);
        }

        return true;
    }

    private static ObjectRecord Renewed(ObjectRecord there, ObjectRecord replica) =>
        there with { Tags = replica.Tags, LockMode = replica.LockMode, RetainUntil = replica.RetainUntil, LegalHold = replica.LegalHold };

    /// <summary>The replica's record refers to the source's bytes; parts get rows of their own.</summary>
    private static async ValueTask<ObjectRecord> WithBytesAsync(Transaction transaction, Call call, ObjectRecord replica)
    {
        if (replica.UploadId is not { } upload)
        {
            if (!replica.IsDeleteMarker)
            {
                transaction.Reference(replica.Body);
            }

            return replica;
        }

        var id = UploadIds.Create(replica.LastModified, call.Random);
        foreach (var part in await PartList.ReadAsync(transaction, upload))
        {
            transaction.Reference(part.Value.Body);
            S3Tables.Parts.Put(transaction, (id, part.Key.Number), part.Value);
        }

        return replica with { UploadId = id };
    }
}
