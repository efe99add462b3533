using System.Buffers;
using System.Text;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;
using Unkai.S3.Encryption;
using Unkai.S3.Lifecycle;
using Unkai.S3.Locking;
using Unkai.S3.Model;
using Unkai.S3.Uploads;

namespace Unkai.S3.Operations;

/// <summary>Begins a multipart upload.</summary>
internal sealed class CreateMultipartUpload : IOperation<CreateMultipartUploadRequest, CreateMultipartUploadOutput>
{
    public async ValueTask<Outcome<CreateMultipartUploadOutput>> ExecuteAsync(Call call, CreateMultipartUploadRequest request)
    {
        if (Encoding.UTF8.GetByteCount(request.Key!) is > Objects.KeyBytesMax and var size)
        {
            return S3Errors.KeyTooLong(size);
        }

        if ((UnsupportedHeaders.Check(request) ?? ObjectLocks.Check(call.Clock.GetUtcNow(), request.ObjectLockMode, request.ObjectLockRetainUntilDate, request.ObjectLockLegalHoldStatus)) is { } refused)
        {
            return refused;
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

        if (request.ChecksumType is not (null or "COMPOSITE" or "FULL_OBJECT"))
        {
            return S3Errors.InvalidRequest("Value for x-amz-checksum-type header is invalid.");
        }

        if (ChecksumTypeOf(request.ChecksumAlgorithm, request.ChecksumType) is var type && type.IsError)
        {
            return type.Error;
        }

        var template = new ObjectRecord
        {
            VersionId = VersionIds.Null,
            LastModified = default,
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
            LockMode = request.ObjectLockMode,
            RetainUntil = request.ObjectLockRetainUntilDate,
            LegalHold = request.ObjectLockLegalHoldStatus,
        };
        return await call.TransactAsync<CreateMultipartUploadOutput>(async transaction =>
        {
            var bucket = await Buckets.FindAsync(transaction, request.Bucket!, request.ExpectedBucketOwner);
            if (bucket.IsError)
            {
                return bucket.Error;
            }

            if (bucket.Value.ObjectLock is null && (template.LockMode ?? template.LegalHold) is not null)
            {
                return LockErrors.BucketHasNoLock;
            }

            var acl = RequestedAcl.ForNewObject(call, bucket.Value, request);
            if (acl.IsError)
            {
                return acl.Error;
            }

            var encryption = RequestedEncryption.Read(call, bucket.Value, request);
            if (encryption.IsError)
            {
                return encryption.Error;
            }

            var begun = template with { Acl = acl.Value, Encryption = encryption.Value.Algorithm, Sse = encryption.Value.ToRecord(call, default) };
            var upload = ToUpload(call, request, begun, type.Value);
            var id = UploadIds.Create(upload.Initiated, call.Random);
            S3Tables.Uploads.Put(transaction, (request.Bucket!, request.Key!, id), upload);
            return new CreateMultipartUploadOutput
            {
                Bucket = request.Bucket,
                Key = request.Key,
                UploadId = id,
                AbortDate = LifecycleMatch.UploadDue(bucket.Value.Lifecycle, request.Key!, upload.Initiated)?.Due,
                AbortRuleId = LifecycleMatch.UploadDue(bucket.Value.Lifecycle, request.Key!, upload.Initiated)?.RuleId,
                ChecksumAlgorithm = upload.ChecksumAlgorithm,
                ChecksumType = upload.ChecksumType,
            }.WithEncryption(begun, encryption.Value.Key);
        });
    }

    private static UploadRecord ToUpload(Call call, CreateMultipartUploadRequest request, ObjectRecord template, string checksumType)
    {
        var encoded = new ArrayBufferWriter<byte>();
        new ObjectCodec().Write(template, encoded);
        return new UploadRecord
        {
            Initiated = call.Clock.GetUtcNow(),
            Initiator = ResourceAccess.Uploader(call.Caller),
            Template = encoded.WrittenSpan.ToArray(),
            ChecksumAlgorithm = request.ChecksumAlgorithm?.ToUpperInvariant(),
            ChecksumType = checksumType.Length == 0 ? null : checksumType,
        };
    }

    /// <summary>CRC-64 covers whole objects only, the digests go by parts only, the 32-bit CRCs by parts unless asked.</summary>
    private static Outcome<string> ChecksumTypeOf(string? algorithm, string? type)
    {
        if (algorithm is null)
        {
            return type is null ? "" : S3Errors.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
        }

        return Checksums.Parse(algorithm) switch
        {
            null => S3Errors.UnknownChecksumAlgorithm,
            ChecksumAlgorithm.Crc64Nvme => type is null or "FULL_OBJECT" ? "FULL_OBJECT" : S3Errors.InvalidRequest("The COMPOSITE checksum type cannot be used with the crc64nvme checksum algorithm."),
            ChecksumAlgorithm.Crc32 or ChecksumAlgorithm.Crc32C => type ?? "COMPOSITE",
            _ => type is null or "COMPOSITE" ? "COMPOSITE"
                : S3Errors.InvalidRequest($"The FULL_OBJECT checksum type cannot be used with the {algorithm.ToLowerInvariant()} checksum algorithm."),
        };
    }
}
