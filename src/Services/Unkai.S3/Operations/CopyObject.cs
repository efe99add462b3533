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

/// <summary>Copies an object inside the cloud. The bytes are not copied: both refer to them.</summary>
internal sealed class CopyObject : IOperation<CopyObjectRequest, CopyObjectOutput>
{
    public async ValueTask<Outcome<CopyObjectOutput>> ExecuteAsync(Call call, CopyObjectRequest request)
    {
        if ((Check(request) ?? ObjectLocks.Check(call.Clock.GetUtcNow(), request.ObjectLockMode, request.ObjectLockRetainUntilDate, request.ObjectLockLegalHoldStatus)) is { } refused)
        {
            return refused;
        }

        if (CopySource.Parse(request.CopySource) is not { } from)
        {
            return S3Errors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", request.CopySource);
        }

        return await CopiedObject.RepeatAsync(() => CopyAsync(call, request, from));
    }

    private static async ValueTask<Outcome<CopyObjectOutput>> CopyAsync(Call call, CopyObjectRequest request, CopySource from)
    {
        var source = await ReadSourceAsync(call, request, from);
        if (source.IsError)
        {
            return source.Error;
        }

        var (_, record, bodies, sourceBucket) = source.Value;
        var template = Describe(request, record);
        if (template.IsError)
        {
            return template.Error;
        }

        var target = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        if (target.IsError)
        {
            return target.Error;
        }

        var encryption = RequestedEncryption.Read(call, target.Value, request);
        if (encryption.IsError)
        {
            return encryption.Error;
        }

        var sourceKey = CustomerKey.Read(request, "CopySource");
        if ((sourceKey.IsError ? sourceKey.Error : CustomerKey.Check(sourceKey.Value, record.Sse) ?? RequestedEncryption.CheckRead(call, record)) is { } hidden)
        {
            return hidden;
        }

        // What was uploaded in parts becomes one body, and what asks for another checksum is read for it.
        var wanted = Checksums.Parse(request.ChecksumAlgorithm) ?? Checksums.Parse(record.ChecksumAlgorithm);
        var nonce = encryption.Value.NewNonce(call);
        var written = template.Value with { Encryption = encryption.Value.Algorithm, Sse = encryption.Value.ToRecord(call, nonce) };
        var changesDigest = encryption.Value.HidesDigest || record.Sse is not null;
        if (changesDigest || record.UploadId is not null || (wanted is not null && Checksums.NameOf(wanted.Value) != record.ChecksumAlgorithm))
        {
            var algorithm = wanted ?? ChecksumAlgorithm.Crc64Nvme;
            using var md5 = new Digest(ChecksumAlgorithm.Md5);
            var checksum = Checksums.Create(algorithm);
            await using var stream = EncryptedContent.OpenStream(call, bodies, source.Value.Nonces, sourceKey.Value, new ByteRange(0, record.Size));
            var body = await EncryptedContent.WriteAsync(call, stream, [new ChecksumSink(md5), new ChecksumSink(checksum)], encryption.Value.Key, nonce);
            written = written with
            {
                Body = body,
                ETag = encryption.Value.ETagOf(call, Convert.ToHexStringLower(md5.Current())),
                ChecksumAlgorithm = Checksums.NameOf(algorithm),
                Checksum = Convert.ToBase64String(checksum.Current()),
                ChecksumType = "FULL_OBJECT",
            };
        }

        return await call.TransactAsync<CopyObjectOutput>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (request.IfMatch is not null || request.IfNoneMatch is not null)
            {
                var current = await S3Tables.Objects.GetAsync(transaction, (request.Bucket!, request.Key!));
                if (Preconditions.CheckWrite(current, request.Key!, request.IfMatch, request.IfNoneMatch) is { } failed)
                {
                    return failed;
                }
            }

            var acl = RequestedAcl.ForNewObject(call, bucket.Value, request);
            if (acl.IsError)
            {
                return acl.Error;
            }

            var now = call.Clock.GetUtcNow();
            var locked = ObjectLocks.Apply(bucket.Value, written with { LastModified = now, Acl = acl.Value }, now, request.ObjectLockMode, request.ObjectLockRetainUntilDate, request.ObjectLockLegalHoldStatus);
            if (locked.IsError)
            {
                return locked.Error;
            }

            var placed = locked.Value;
            if (await source.Value.CheckStandsAsync(transaction, placed.Body) is { } gone)
            {
                return gone;
            }

            transaction.Reference(placed.Body);
            placed = await Objects.PlaceAsync(transaction, call, bucket.Value, request.Bucket!, request.Key!, placed);
            BucketNotifications.Enqueue(transaction, call, bucket.Value, request.Bucket!, "ObjectCreated:Copy", request.Key!, placed);
            return new CopyObjectOutput
            {
                VersionId = bucket.Value.Versioning == VersioningStatus.Off ? null : placed.VersionId,
                CopySourceVersionId = sourceBucket.Versioning == VersioningStatus.Off ? null : record.VersionId,
                Expiration = LifecycleMatch.ExpirationHeader(bucket.Value, request.Key!, placed),
                CopyObjectResult = new CopyObjectResult
                {
                    ETag = $"\"{placed.ETag}\"",
                    LastModified = ShownTime.Of(placed.LastModified),
                    ChecksumType = placed.ChecksumType,
                }.With(ObjectChecksum.Of(placed)),
            };
        });
    }

    private static AwsError? Check(CopyObjectRequest request) =>
        Encoding.UTF8.GetByteCount(request.Key!) is > Objects.KeyBytesMax and var size ? S3Errors.KeyTooLong(size)
        : request.MetadataDirective is not (null or "COPY" or "REPLACE") ? S3Errors.InvalidArgument("Unknown metadata directive.", "x-amz-metadata-directive", request.MetadataDirective)
        : request.TaggingDirective is not (null or "COPY" or "REPLACE") ? S3Errors.InvalidArgument("Unknown tagging directive.", "x-amz-tagging-directive", request.TaggingDirective)
        : request.ChecksumAlgorithm is not null && Checksums.Parse(request.ChecksumAlgorithm) is null ? S3Errors.UnknownChecksumAlgorithm
        : UnsupportedHeaders.Check(request);

    private static ValueTask<Outcome<CopiedObject>> ReadSourceAsync(Call call, CopyObjectRequest request, CopySource from) =>
        call.ReadAsync<Outcome<CopiedObject>>(async snapshot =>
        {
            var target = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
            if (target.IsError)
            {
                return target.Error;
            }

            return await CopiedObject.FindAsync(
                snapshot, call.Clock.GetUtcNow(), from, request.ExpectedSourceBucketOwner, request.CopySourceIfMatch, request.CopySourceIfNoneMatch, request.CopySourceIfModifiedSince, request.CopySourceIfUnmodifiedSince) is var found && found.IsError ? found.Error
                : found.Value.Record.Size > BodyIntake.BytesMax ? S3Errors.InvalidRequest($"The specified copy source is larger than the maximum allowable size for a copy source: {BodyIntake.BytesMax}")
                : found;
        });

    private static Outcome<ObjectRecord> Describe(CopyObjectRequest request, ObjectRecord source)
    {
        var replacesMetadata = request.MetadataDirective == "REPLACE";
        var from = CopySource.Parse(request.CopySource)!;
        if (from.Bucket == request.Bucket && from.Key == request.Key && from.VersionId is null && !replacesMetadata
            && request.StorageClass is null && request.WebsiteRedirectLocation is null && request.ServerSideEncryption is null && request.SSECustomerAlgorithm is null && request.TaggingDirective != "REPLACE" && request.ChecksumAlgorithm is null)
        {
            return S3Errors.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }

        var tags = TagRules.ParseHeader(request.TaggingDirective == "REPLACE" ? request.Tagging : null);
        if (tags.IsError)
        {
            return tags.Error;
        }

        var described = source with
        {
            UploadId = null,
            PartCount = 0,
            LockMode = null,
            RetainUntil = null,
            LegalHold = null,
            RestoreReadyAt = null,
            RestoreExpiresAt = null,
            ReplicationStatus = null,
            StorageClass = request.StorageClass is "STANDARD" ? null : request.StorageClass,
            WebsiteRedirect = request.WebsiteRedirectLocation,
            Tags = request.TaggingDirective == "REPLACE" ? tags.Value : source.Tags,
        };
        if (!replacesMetadata)
        {
            return described;
        }

        return MetadataRules.Normalize(request.Metadata) is not { } metadata ? S3Errors.MetadataTooLarge
            : described with
            {
                Metadata = metadata,
                ContentType = request.ContentType ?? "binary/octet-stream",
                CacheControl = request.CacheControl,
                ContentDisposition = request.ContentDisposition,
                ContentEncoding = request.ContentEncoding,
                ContentLanguage = request.ContentLanguage,
                Expires = request.Expires,
            };
    }
}
