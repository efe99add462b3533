using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>Which requests of a bucket have metrics of their own: one configuration.</summary>
internal sealed class GetBucketMetricsConfiguration : IOperation<GetBucketMetricsConfigurationRequest, GetBucketMetricsConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketMetricsConfigurationOutput>> ExecuteAsync(Call call, GetBucketMetricsConfigurationRequest request)
    {
        var found = await BucketConfigurations.Metrics.GetAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id);
        return found.IsError ? found.Error : new GetBucketMetricsConfigurationOutput { MetricsConfiguration = found.Value };
    }
}
