using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
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
                { MFADelete: "Enabled" } => S3Errors.NotImplemented("MfaDelete"),
                { Status: "Enabled" } => bucket with { Versioning = VersioningStatus.Enabled },
                { Status: "Suspended" } => bucket with { Versioning = VersioningStatus.Suspended },
                _ => new AwsError("IllegalVersioningConfigurationException", 400, "The Versioning element must be specified"),
            },
            new PutBucketVersioningResponse());
}
