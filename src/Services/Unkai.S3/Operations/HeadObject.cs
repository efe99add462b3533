using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Lifecycle;
using Unkai.S3.Restoring;

namespace Unkai.S3.Operations;

/// <summary>What is known of an object, without its bytes.</summary>
internal sealed class HeadObject : IOperation<HeadObjectRequest, HeadObjectOutput>
{
    public async ValueTask<Outcome<HeadObjectOutput>> ExecuteAsync(Call call, HeadObjectRequest request)
    {
        if (UnsupportedHeaders.Check(request) is { } unsupported)
        {
            return unsupported;
        }

        var found = await ObjectReading.FindAsync(call, new GetObjectRequest
        {
            Bucket = request.Bucket,
            Key = request.Key,
            VersionId = request.VersionId,
            Range = request.Range,
            PartNumber = request.PartNumber,
            IfMatch = request.IfMatch,
            IfNoneMatch = request.IfNoneMatch,
            IfModifiedSince = request.IfModifiedSince,
            IfUnmodifiedSince = request.IfUnmodifiedSince,
            ExpectedBucketOwner = request.ExpectedBucketOwner,
            SSECustomerAlgorithm = request.SSECustomerAlgorithm,
            SSECustomerKey = request.SSECustomerKey,
            SSECustomerKeyMD5 = request.SSECustomerKeyMD5,
        });
        if (found.IsError)
        {
            return await S3Arns.HideMissingAsync(call, request.Bucket!, found.Error);
        }

        var reading = found.Value;
        var record = reading.Record;
        var checksum = reading.ChecksumFor(request.ChecksumMode);
        return new HeadObjectOutput
        {
            AcceptRanges = "bytes",
            LastModified = record.LastModified,
            ContentLength = reading.Range.Length,
            ContentRange = reading.ContentRange,
            ETag = $"\"{record.ETag}\"",
            VersionId = reading.VersionId,
            ContentType = request.ResponseContentType ?? record.ContentType,
            CacheControl = request.ResponseCacheControl ?? record.CacheControl,
            ContentDisposition = request.ResponseContentDisposition ?? record.ContentDisposition,
            ContentEncoding = request.ResponseContentEncoding ?? record.ContentEncoding,
            ContentLanguage = request.ResponseContentLanguage ?? record.ContentLanguage,
            Expires = request.ResponseExpires?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? record.Expires,
            RequestCharged = AccessControl.RequesterPays.ChargedTo(call, reading.Bucket),
            WebsiteRedirectLocation = record.WebsiteRedirect,
            Metadata = record.Metadata.Count == 0 ? null : new(record.Metadata),
            StorageClass = record.StorageClass,
            Restore = Archives.Header(record, call.Clock.GetUtcNow()),
            Expiration = reading.IsCurrent ? LifecycleMatch.ExpirationHeader(reading.Bucket, request.Key!, record) : null,
            ObjectLockMode = record.LockMode,
            ObjectLockRetainUntilDate = record.RetainUntil,
            ObjectLockLegalHoldStatus = record.LegalHold,
            ReplicationStatus = record.ReplicationStatus,
            PartsCount = reading.PartsCount,
            TagCount = record.Tags.Count == 0 ? null : record.Tags.Count,
            ChecksumType = checksum.Value is null ? null : record.ChecksumType,
        }.With(checksum).WithEncryption(record, reading.Key);
    }
}
