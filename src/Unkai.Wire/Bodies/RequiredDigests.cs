using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Bodies;

/// <summary>Operations of S3 that take no body without a digest of it.</summary>
/// <remarks>
/// The model marks more operations than S3 refuses (all whose clients send one): these are the ones whose documentation says that the header is required.
/// Source: Amazon S3 API Reference, Content-MD5 of each.
/// </remarks>
internal static class RequiredDigests
{
    private static readonly FrozenSet<string> s_operations = FrozenSet.Create(
        StringComparer.Ordinal,
        "DeleteObjects", "PutBucketCors", "PutBucketLifecycle", "PutBucketLifecycleConfiguration", "PutBucketReplication", "PutBucketTagging",
        "PutObjectLegalHold", "PutObjectLockConfiguration", "PutObjectRetention");

    private static readonly AwsError s_missing = new("InvalidRequest", 400, "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");

    private static readonly AwsError s_missingMd5 = new("InvalidRequest", 400, "Missing required header for this request: Content-MD5");

    /// <returns>The refusal of a request without a digest; null when it has one or needs none.</returns>
    internal static AwsError? Check(OperationContract operation, IHeaderDictionary headers)
    {
        if (!operation.RequestChecksumRequired || operation.Service.Name != "s3" || !s_operations.Contains(operation.Name) || headers.ContentMD5.Count > 0
            || headers["x-amz-trailer"].ToString().Contains(StatedDigests.ChecksumPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var (name, _) in headers)
        {
            if (name.StartsWith(StatedDigests.ChecksumPrefix, StringComparison.OrdinalIgnoreCase) && Checksums.Parse(name[StatedDigests.ChecksumPrefix.Length..]) is not null)
            {
                return null;
            }
        }

        return operation.Name == "DeleteObjects" ? s_missingMd5 : s_missing;
    }
}
