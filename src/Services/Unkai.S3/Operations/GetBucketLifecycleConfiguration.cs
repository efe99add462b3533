using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Lifecycle;

namespace Unkai.S3.Operations;

/// <summary>A bucket's lifecycle configuration.</summary>
internal sealed class GetBucketLifecycleConfiguration : IOperation<GetBucketLifecycleConfigurationRequest, GetBucketLifecycleConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketLifecycleConfigurationOutput>> ExecuteAsync(Call call, GetBucketLifecycleConfigurationRequest request)
    {
        var bucket = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return bucket.IsError ? bucket.Error
            : bucket.Value.Lifecycle is not { } lifecycle ? new AwsError("NoSuchLifecycleConfiguration", 404, "The lifecycle configuration does not exist") { Extra = [new("BucketName", request.Bucket!)] }
            : new GetBucketLifecycleConfigurationOutput
            {
                Rules = [.. lifecycle.Rules.Select(LifecycleShapes.ToShape)],
                TransitionDefaultMinimumObjectSize = lifecycle.TransitionMinimum,
            };
    }
}
