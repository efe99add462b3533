using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>Which requests of a bucket have metrics of their own: removes one configuration.</summary>
internal sealed class DeleteBucketMetricsConfiguration : IOperation<DeleteBucketMetricsConfigurationRequest, DeleteBucketMetricsConfigurationResponse>
{
    public ValueTask<Outcome<DeleteBucketMetricsConfigurationResponse>> ExecuteAsync(Call call, DeleteBucketMetricsConfigurationRequest request) =>
        BucketConfigurations.Metrics.DeleteAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id, new DeleteBucketMetricsConfigurationResponse());
}
