using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Locking;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Turns versioning on, or suspends it; it never goes off again.</summary>
internal sealed class PutBucketVersioning : IOperation<PutBucketVersioningRequest, PutBucketVersioningResponse>
{
    public ValueTask<Outcome<PutBucketVersioningResponse>> ExecuteAsync(Call call, PutBucketVersioningRequest request) =>
        Buckets.ChangeAsync(
            call,
            request.Bucket!,
            request.ExpectedBucketOwner,
            bucket => request.VersioningConfiguration switch
            {
                { MFADelete: not (null or "Enabled" or "Disabled") } or { Status: not (null or "Enabled" or "Suspended") } => S3Errors.MalformedXml,
                { MFADelete: var factor } when !SecondFactor.Suffices(request.MFA, bucket.MfaDelete || factor == "Enabled") => LockErrors.NeedsSecondFactor,
                { Status: "Enabled", MFADelete: var factor } => bucket with { Versioning = VersioningStatus.Enabled, MfaDelete = factor is null ? bucket.MfaDelete : factor == "Enabled" },
                { Status: "Suspended" } when bucket.Replication is not null => LockErrors.ReplicationKeepsVersioning,
                { Status: "Suspended" } when bucket.ObjectLock is not null => LockErrors.KeepsVersioning,
                { Status: "Suspended", MFADelete: var factor } => bucket with { Versioning = VersioningStatus.Suspended, MfaDelete = factor is null ? bucket.MfaDelete : factor == "Enabled" },
                _ => new AwsError("IllegalVersioningConfigurationException", 400, "The Versioning element must be specified"),
            },
            new PutBucketVersioningResponse());
}
