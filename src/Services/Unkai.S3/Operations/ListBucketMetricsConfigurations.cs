using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>Which requests of a bucket have metrics of their own: all configurations, a hundred a page.</summary>
internal sealed class ListBucketMetricsConfigurations : IOperation<ListBucketMetricsConfigurationsRequest, ListBucketMetricsConfigurationsOutput>
{
    public async ValueTask<Outcome<ListBucketMetricsConfigurationsOutput>> ExecuteAsync(Call call, ListBucketMetricsConfigurationsRequest request)
    {
        var found = await BucketConfigurations.Metrics.ListAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.ContinuationToken);
        return found.IsError ? found.Error : new ListBucketMetricsConfigurationsOutput
        {
            MetricsConfigurationList = found.Value.Items.Count == 0 ? null : found.Value.Items,
            IsTruncated = found.Value.Next is not null,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = found.Value.Next,
        };
    }
}
