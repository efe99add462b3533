using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's storage class analysis looks at: removes one configuration.</summary>
internal sealed class DeleteBucketAnalyticsConfiguration : IOperation<DeleteBucketAnalyticsConfigurationRequest, DeleteBucketAnalyticsConfigurationResponse>
{
    public ValueTask<Outcome<DeleteBucketAnalyticsConfigurationResponse>> ExecuteAsync(Call call, DeleteBucketAnalyticsConfigurationRequest request) =>
        BucketConfigurations.Analytics.DeleteAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id, new DeleteBucketAnalyticsConfigurationResponse());
}
