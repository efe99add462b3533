using Unkai.Api;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.S3.Restoring;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>The source of a copy, found and checked against its conditions.</summary>
/// <param name="Source">Where it was found.</param>
/// <param name="Record">The version.</param>
/// <param name="Bodies">Its bytes.</param>
/// <param name="Bucket">Its bucket.</param>
internal sealed record CopiedObject(CopySource Source, ObjectRecord Record, IReadOnlyList<Body> Bodies, BucketRecord Bucket)
{
    /// <summary>How often a copy begins anew when its source goes while it is made.</summary>
    private const int AttemptsMax = 16;

    private static AwsError Changed { get; } =
        new("OperationAborted", 409, "A conflicting conditional operation is currently in progress against this resource. Please try again.");

    /// <summary>The bodies' nonces, where a customer's key hides them.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> Nonces { get; private init; } = [];

    internal static async ValueTask<Outcome<CopiedObject>> FindAsync(
        Snapshot snapshot, DateTimeOffset now, CopySource from, string? expectedOwner, string? ifMatch, string? ifNoneMatch, DateTimeOffset? ifModifiedSince, DateTimeOffset? ifUnmodifiedSince)
    {
        var bucket = await Buckets.FindAsync(snapshot, from.Bucket, expectedOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(snapshot, from.Bucket, from.Key, from.VersionId);
        if (found.IsError)
        {
            return found.Error.Code == "MethodNotAllowed" ? S3Errors.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.") : found.Error;
        }

        return Archives.CheckCopyable(found.Value, now) is { } archived ? archived
            : Preconditions.CheckCopySource(found.Value, ifMatch, ifNoneMatch, ifModifiedSince, ifUnmodifiedSince) is { } failed
            ? failed
            : new CopiedObject(from, found.Value, await ObjectContent.BodiesAsync(snapshot, found.Value), bucket.Value) { Nonces = await EncryptedContent.NoncesAsync(snapshot, found.Value) };
    }

    /// <summary>Makes a copy, anew where <see cref="CheckStandsAsync"/> found that its source was another meanwhile.</summary>
    internal static async ValueTask<Outcome<TResult>> RepeatAsync<TResult>(Func<ValueTask<Outcome<TResult>>> copy)
    {
        for (var attempt = 1; ; attempt++)
        {
            var made = await copy();
            if (!made.IsError || !ReferenceEquals(made.Error, Changed) || attempt == AttemptsMax)
            {
                return made;
            }
        }
    }

    /// <summary>A copy that refers to its source's blob may do so only while the source's record does: a blob that none refers to can be collected at any time.</summary>
    /// <param name="transaction">The transaction that writes the copy.</param>
    /// <param name="copy">The copy's bytes.</param>
    /// <returns>Null where the copy may be written.</returns>
    internal async ValueTask<AwsError?> CheckStandsAsync(Transaction transaction, Body copy) =>
        copy.Blob is not { } blob || Record.Body.Blob != blob
        || (await Objects.FindAnyAsync(transaction, Source.Bucket, Source.Key, Record.VersionId))?.Body.Blob == blob
            ? null : Changed;
}
