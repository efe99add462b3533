using System.Globalization;
using Unkai.Api;

namespace Unkai.S3;

/// <summary>S3's errors.</summary>
/// <remarks>Source: Amazon S3 API reference, "Error responses".</remarks>
internal static class S3Errors
{
    internal static AwsError NoSuchBucket(string bucket) =>
        new("NoSuchBucket", 404, "The specified bucket does not exist") { Extra = [new("BucketName", bucket)] };

    internal static AwsError NoSuchKey(string key) => new("NoSuchKey", 404, "The specified key does not exist.") { Extra = [new("Key", key)] };

    internal static AwsError NoSuchVersion(string key, string versionId) =>
        new("NoSuchVersion", 404, "The specified version does not exist.") { Extra = [new("Key", key), new("VersionId", versionId)] };

    internal static AwsError NoSuchUpload(string uploadId) =>
        new("NoSuchUpload", 404, "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
        {
            Extra = [new("UploadId", uploadId)],
        };

    internal static AwsError DeleteMarker(string key, string versionId, DateTimeOffset lastModified, bool asked) => asked
        ? new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
        {
            Extra = [new("Method", "GET"), new("ResourceType", "DeleteMarker")],
            Headers = [new("x-amz-delete-marker", "true"), new("x-amz-version-id", versionId), new("Allow", "DELETE"), new("Last-Modified", lastModified.ToString("R", CultureInfo.InvariantCulture))],
        }
        : NoSuchKey(key) with { Headers = [new("x-amz-delete-marker", "true"), new("x-amz-version-id", versionId)] };

    internal static AwsError BucketAlreadyExists(string bucket) =>
        new("BucketAlreadyExists", 409, "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.")
        {
            Extra = [new("BucketName", bucket)],
        };

    internal static AwsError BucketAlreadyOwnedByYou(string bucket) =>
        new("BucketAlreadyOwnedByYou", 409, "Your previous request to create the named bucket succeeded and you already own it.") { Extra = [new("BucketName", bucket)] };

    internal static AwsError BucketNotEmpty(string bucket, bool isVersioned) =>
        new("BucketNotEmpty", 409, isVersioned ? "The bucket you tried to delete is not empty. You must delete all versions in the bucket." : "The bucket you tried to delete is not empty")
        {
            Extra = [new("BucketName", bucket)],
        };

    internal static AwsError InvalidBucketName(string bucket) =>
        new("InvalidBucketName", 400, "The specified bucket is not valid.") { Extra = [new("BucketName", bucket)] };

    internal static AwsError KeyTooLong(int sizeBytes) =>
        new("KeyTooLongError", 400, "Your key is too long") { Extra = [new("Size", sizeBytes.ToString(CultureInfo.InvariantCulture)), new("MaxSizeAllowed", "1024")] };

    internal static AwsError InvalidArgument(string message, string name, string? value) =>
        new("InvalidArgument", 400, message) { Extra = [new("ArgumentName", name), new("ArgumentValue", value ?? "")] };

    internal static AwsError InvalidVersionId(string versionId) =>
        InvalidArgument(versionId.Length == 0 ? "Version id cannot be the empty string" : "Invalid version id specified", "versionId", versionId);

    internal static AwsError InvalidRequest(string message) => new("InvalidRequest", 400, message);

    internal static AwsError MalformedXml { get; } =
        new("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");

    internal static AwsError PreconditionFailed(string condition) =>
        new("PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold") { Extra = [new("Condition", condition)] };

    internal static AwsError NotModified(string etag, DateTimeOffset lastModified) => new("NotModified", 304, "Not Modified")
    {
        Headers = [new("ETag", $"\"{etag}\""), new("Last-Modified", lastModified.ToString("R", CultureInfo.InvariantCulture))],
    };

    internal static AwsError InvalidRange(string range, long size) => new("InvalidRange", 416, "The requested range is not satisfiable")
    {
        Extra = [new("RangeRequested", range), new("ActualObjectSize", size.ToString(CultureInfo.InvariantCulture))],
        Headers = [new("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes */{size}"))],
    };

    internal static AwsError InvalidPartNumber(int asked, int count) => new("InvalidPartNumber", 416, "The requested partnumber is not satisfiable")
    {
        Extra = [new("PartNumberRequested", asked.ToString(CultureInfo.InvariantCulture)), new("ActualPartCount", count.ToString(CultureInfo.InvariantCulture))],
    };

    internal static AwsError BadDigest(string name) => new("BadDigest", 400, $"The {name} you specified did not match the calculated checksum.");

    internal static AwsError UnknownChecksumAlgorithm { get; } = InvalidRequest(
        "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256, SHA512, MD5, XXHASH64, XXHASH3, XXHASH128]");

    /// <summary>What S3 itself refuses on general purpose buckets.</summary>
    internal static AwsError HeaderNotImplemented(string header) =>
        new("NotImplemented", 501, "A header you provided implies functionality that is not implemented") { Extra = [new("Header", header)] };

    internal static AwsError ContentMd5Mismatch(byte[] expected, byte[] calculated) => new("BadDigest", 400, "The Content-MD5 you specified did not match what we received.")
    {
        Extra = [new("ExpectedDigest", Convert.ToBase64String(expected)), new("CalculatedDigest", Convert.ToBase64String(calculated))],
    };

    internal static AwsError InvalidDigest(string contentMd5) =>
        new("InvalidDigest", 400, "The Content-MD5 you specified was invalid.") { Extra = [new("Content-MD5", contentMd5)] };

    internal static AwsError MethodNotAllowed(string method) => new("MethodNotAllowed", 405, "The specified method is not allowed against this resource.")
    {
        Extra = [new("Method", method), new("ResourceType", "OBJECT")],
    };

    internal static AwsError EntityTooLarge(long size) => new("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size")
    {
        Extra = [new("ProposedSize", size.ToString(CultureInfo.InvariantCulture)), new("MaxSizeAllowed", "5368709120")],
    };

    internal static AwsError EntityTooSmall(int part, long size, string etag) => new("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size")
    {
        Extra =
        [
            new("ProposedSize", size.ToString(CultureInfo.InvariantCulture)), new("MinSizeAllowed", "5242880"),
            new("PartNumber", part.ToString(CultureInfo.InvariantCulture)), new("ETag", etag),
        ],
    };

    internal static AwsError InvalidPart(string? upload, int part, string? etag) => new(
        "InvalidPart",
        400,
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
    {
        Extra = [new("UploadId", upload ?? ""), new("PartNumber", part.ToString(CultureInfo.InvariantCulture)), new("ETag", etag?.Trim('"') ?? "")],
    };

    internal static AwsError InvalidPartOrder { get; } = new("InvalidPartOrder", 400, "The list of parts was not in ascending order. Parts must be ordered by part number.");

    internal static AwsError MetadataTooLarge { get; } = new("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size");

    internal static AwsError MissingContentLength { get; } = new("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");

    internal static AwsError IncompleteBody { get; } = new("IncompleteBody", 400, "You did not provide the number of bytes specified by the Content-Length HTTP header");

    internal static AwsError InvalidTag(string message) => new("InvalidTag", 400, message);

    internal static AwsError NoSuchTagSet { get; } = new("NoSuchTagSet", 404, "The TagSet does not exist");

    internal static AwsError NoSuchBucketPolicy(string bucket) => new("NoSuchBucketPolicy", 404, "The bucket policy does not exist") { Extra = [new("BucketName", bucket)] };

    internal static AwsError NoSuchPublicAccessBlock(string bucket) =>
        new("NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found") { Extra = [new("BucketName", bucket)] };

    internal static AwsError NoSuchOwnershipControls(string bucket) =>
        new("OwnershipControlsNotFoundError", 404, "The bucket ownership controls were not found") { Extra = [new("BucketName", bucket)] };

    internal static AwsError NoSuchWebsite(string bucket) =>
        new("NoSuchWebsiteConfiguration", 404, "The specified bucket does not have a website configuration") { Extra = [new("BucketName", bucket)] };

    internal static AwsError NoSuchCors(string bucket) => new("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist") { Extra = [new("BucketName", bucket)] };

    internal static AwsError MalformedPolicy(string message) => new("MalformedPolicy", 400, message);

    internal static AwsError IllegalLocation(string message) => new("IllegalLocationConstraintException", 400, message);

    internal static AwsError InvalidLocation { get; } = new("InvalidLocationConstraint", 400, "The specified location-constraint is not valid");

    internal static AwsError AccessDenied { get; } = new("AccessDenied", 403, "Access Denied");

    internal static AwsError InvalidExpectedOwner { get; } =
        new("InvalidBucketOwnerAWSAccountID", 400, "The value of the expected bucket owner parameter must be an AWS Account ID");

    internal static AwsError ExpectedOwnerMismatch { get; } = new("AccessDenied", 403, "Access Denied");

    internal static AwsError NotImplemented(string what) => new("NotImplemented", 501, $"Unkai does not implement {what}.") { Extra = [new("Header", what)] };
}
