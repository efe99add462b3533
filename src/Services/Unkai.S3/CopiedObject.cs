using Unkai.Api;
using Unkai.S3.Encryption;
using Unkai.S3.Model;
using Unkai.S3.Restoring;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>The source of a copy, found and checked against its conditions.</summary>
internal sealed record CopiedObject(ObjectRecord Record, IReadOnlyList<Body> Bodies, BucketRecord Bucket)
{
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
            : new CopiedObject(found.Value, await ObjectContent.BodiesAsync(snapshot, found.Value), bucket.Value) { Nonces = await EncryptedContent.NoncesAsync(snapshot, found.Value) };
    }
}
