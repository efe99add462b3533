using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>Which requests of a bucket have metrics of their own: sets one configuration.</summary>
internal sealed class PutBucketMetricsConfiguration : IOperation<PutBucketMetricsConfigurationRequest, PutBucketMetricsConfigurationResponse>
{
    public ValueTask<Outcome<PutBucketMetricsConfigurationResponse>> ExecuteAsync(Call call, PutBucketMetricsConfigurationRequest request) => BucketConfigurations.Metrics.PutAsync(
        call, request.Bucket!, request.ExpectedBucketOwner, request.Id, request.MetricsConfiguration, request.MetricsConfiguration?.Id, new PutBucketMetricsConfigurationResponse());
}
