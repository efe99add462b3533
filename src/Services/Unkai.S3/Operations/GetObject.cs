using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.S3.Lifecycle;
using Unkai.S3.Restoring;

namespace Unkai.S3.Operations;

/// <summary>An object's bytes and what is known of it.</summary>
internal sealed class GetObject : IOperation<GetObjectRequest, GetObjectOutput>
{
    public async ValueTask<Outcome<GetObjectOutput>> ExecuteAsync(Call call, GetObjectRequest request)
    {
        if (call.Caller.Kind == PrincipalKind.Anonymous && HasOverrides(request))
        {
            return S3Errors.InvalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
        }

        if (UnsupportedHeaders.Check(request) is { } unsupported)
        {
            return unsupported;
        }

        var found = await ObjectReading.FindAsync(call, request);
        if (found.IsError)
        {
            return await S3Arns.HideMissingAsync(call, request.Bucket!, found.Error);
        }

        var reading = found.Value;
        var record = reading.Record;
        if (Archives.CheckReadable(record, call.Clock.GetUtcNow()) is { } archived)
        {
            return archived;
        }

        var checksum = reading.ChecksumFor(request.ChecksumMode);
        return new GetObjectOutput
        {
            Body = EncryptedContent.Open(call, reading.Bodies, reading.Nonces, reading.Key, reading.Range),
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

    private static bool HasOverrides(GetObjectRequest request) =>
        (request.ResponseContentType ?? request.ResponseCacheControl ?? request.ResponseContentDisposition ?? request.ResponseContentEncoding ?? request.ResponseContentLanguage) is not null
        || request.ResponseExpires is not null;
}
