using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Sets whether transfers of a bucket are accelerated.</summary>
internal sealed class PutBucketAccelerateConfiguration : IOperation<PutBucketAccelerateConfigurationRequest, PutBucketAccelerateConfigurationResponse>
{
    public ValueTask<Outcome<PutBucketAccelerateConfigurationResponse>> ExecuteAsync(Call call, PutBucketAccelerateConfigurationRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => request.AccelerateConfiguration is not { Status: "Enabled" or "Suspended" } asked ? S3Errors.MalformedXml
            : request.Bucket!.Contains('.', StringComparison.Ordinal) ? S3Errors.InvalidRequest("S3 Transfer Acceleration is not supported for buckets with periods (.) in their names")
            : bucket with { Acceleration = asked.Status },
        new PutBucketAccelerateConfigurationResponse());
}
