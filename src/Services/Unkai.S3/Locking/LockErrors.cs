using Unkai.Api;

namespace Unkai.S3.Locking;

/// <summary>The errors of Object Lock.</summary>
/// <remarks>Source: Amazon S3 API reference, "List of error codes" and the Object Lock operations; User Guide, "Object Lock considerations".</remarks>
internal static class LockErrors
{
    internal static AwsError Protected { get; } = new("AccessDenied", 403, "Access Denied because object protected by object lock.");

    internal static AwsError BucketHasNoLock { get; } = S3Errors.InvalidRequest("Bucket is missing Object Lock Configuration");

    internal static AwsError NoConfiguration(string bucket) =>
        new("ObjectLockConfigurationNotFoundError", 404, "Object Lock configuration does not exist for this bucket") { Extra = [new("BucketName", bucket)] };

    internal static AwsError ObjectHasNone { get; } = new("NoSuchObjectLockConfiguration", 404, "The specified object does not have a ObjectLock configuration");

    internal static AwsError NeedsVersioning { get; } = new("InvalidBucketState", 409, "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");

    internal static AwsError KeepsVersioning { get; } =
        new("InvalidBucketState", 409, "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.");

    internal static AwsError ReplicationKeepsVersioning { get; } =
        new("InvalidBucketState", 409, "A replication configuration is present on this bucket, so the versioning state cannot be changed.");

    internal static AwsError NeedsChecksum { get; } =
        S3Errors.InvalidRequest("Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters");

    internal static AwsError PartNeedsChecksum { get; } =
        S3Errors.InvalidRequest("Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters");

    internal static AwsError NeedsSecondFactor { get; } = new("AccessDenied", 403, "Mfa Authentication must be used for this request");

    internal static AwsError PastDate(string value) => S3Errors.InvalidArgument("The retain until date must be in the future!", "x-amz-object-lock-retain-until-date", value);
}
