using System.Text;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Lifecycle;
using Unkai.S3.Locking;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.Storage;

namespace Unkai.S3.Operations;

/// <summary>Stores an object whole.</summary>
internal sealed class PutObject : IOperation<PutObjectRequest, PutObjectOutput>
{
    public async ValueTask<Outcome<PutObjectOutput>> ExecuteAsync(Call call, PutObjectRequest request)
    {
        if ((Check(request) ?? ObjectLocks.Check(call.Clock.GetUtcNow(), request.ObjectLockMode, request.ObjectLockRetainUntilDate, request.ObjectLockLegalHoldStatus)) is { } refused)
        {
            return refused;
        }

        // Before the body is read: five gigabytes should not travel to learn that the bucket is not there.
        var early = await call.ReadAsync(snapshot => CheckTargetAsync(snapshot, request));
        if (early.IsError)
        {
            return early.Error;
        }

        if (RequestedAcl.ForNewObject(call, early.Value, request) is { IsError: true } unfit)
        {
            return unfit.Error;
        }

        var encryption = RequestedEncryption.Read(call, early.Value, request);
        if (encryption.IsError)
        {
            return encryption.Error;
        }

        var tags = TagRules.ParseHeader(request.Tagging);
        if (tags.IsError)
        {
            return tags.Error;
        }

        if (MetadataRules.Normalize(request.Metadata) is not { } metadata)
        {
            return S3Errors.MetadataTooLarge;
        }

        var stated = StatedChecksum.From(request, request.ChecksumAlgorithm);
        if (stated.IsError)
        {
            return stated.Error;
        }

        var nonce = encryption.Value.NewNonce(call);
        var taken = await BodyIntake.ReadAsync(call, request.Body, request.ContentMD5, stated.Value, ChecksumAlgorithm.Crc64Nvme, encryption.Value.Key, nonce);
        if (taken.IsError)
        {
            return taken.Error;
        }

        var body = taken.Value;
        if (!body.IsStated && ((request.ObjectLockMode ?? request.ObjectLockLegalHoldStatus) is not null || early.Value.ObjectLock is { Mode: not null }))
        {
            return LockErrors.NeedsChecksum;
        }

        var template = new ObjectRecord
        {
            VersionId = VersionIds.Null,
            LastModified = default,
            ETag = encryption.Value.ETagOf(call, body.Md5Hex),
            Encryption = encryption.Value.Algorithm,
            Sse = encryption.Value.ToRecord(call, nonce),
            Size = body.Body.Length,
            Body = body.Body,
            ContentType = request.ContentType ?? "binary/octet-stream",
            CacheControl = request.CacheControl,
            ContentDisposition = request.ContentDisposition,
            ContentEncoding = request.ContentEncoding,
            ContentLanguage = request.ContentLanguage,
            Expires = request.Expires,
            WebsiteRedirect = request.WebsiteRedirectLocation,
            StorageClass = request.StorageClass is "STANDARD" ? null : request.StorageClass,
            Metadata = metadata,
            Tags = tags.Value,
            ChecksumAlgorithm = body.AlgorithmName,
            Checksum = body.ChecksumText,
            ChecksumType = body.Algorithm is null ? null : "FULL_OBJECT",
        };
        return await call.TransactAsync<PutObjectOutput>(async transaction =>
        {
            var bucket = await CheckTargetAsync(transaction, request);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            var acl = RequestedAcl.ForNewObject(call, bucket.Value, request);
            if (acl.IsError)
            {
                return acl.Error;
            }

            var now = call.Clock.GetUtcNow();
            var locked = ObjectLocks.Apply(bucket.Value, template with { LastModified = now, Acl = acl.Value }, now, request.ObjectLockMode, request.ObjectLockRetainUntilDate, request.ObjectLockLegalHoldStatus);
            if (locked.IsError)
            {
                return locked.Error;
            }

            var written = locked.Value;
            transaction.Reference(written.Body);
            written = await Objects.PlaceAsync(transaction, call, bucket.Value, request.Bucket!, request.Key!, written);
            BucketNotifications.Enqueue(transaction, call, bucket.Value, request.Bucket!, "ObjectCreated:Put", request.Key!, written);
            return ToOutput(bucket.Value, request.Key!, written).WithEncryption(written, encryption.Value.Key);
        });
    }

    private static PutObjectOutput ToOutput(BucketRecord bucket, string key, ObjectRecord written)
    {
        return new PutObjectOutput
        {
            ETag = $"\"{written.ETag}\"",
            VersionId = bucket.Versioning == VersioningStatus.Off ? null : written.VersionId,
            Expiration = LifecycleMatch.ExpirationHeader(bucket, key, written),
            ChecksumType = written.ChecksumType,
        }.With(ObjectChecksum.Of(written));
    }

    private static AwsError? Check(PutObjectRequest request)
    {
        if (Encoding.UTF8.GetByteCount(request.Key!) is > Objects.KeyBytesMax and var size)
        {
            return S3Errors.KeyTooLong(size);
        }

        return UnsupportedHeaders.Check(request);
    }

    private static async ValueTask<Outcome<BucketRecord>> CheckTargetAsync(Snapshot snapshot, PutObjectRequest request)
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError || (request.IfMatch is null && request.IfNoneMatch is null))
        {
            return bucket;
        }

        var current = await S3Tables.Objects.GetAsync(snapshot, (request.Bucket!, request.Key!));
        return Preconditions.CheckWrite(current, request.Key!, request.IfMatch, request.IfNoneMatch) is { } failed ? failed : bucket;
    }
}
