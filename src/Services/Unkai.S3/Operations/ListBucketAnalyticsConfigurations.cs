using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's storage class analysis looks at: all configurations, a hundred a page.</summary>
internal sealed class ListBucketAnalyticsConfigurations : IOperation<ListBucketAnalyticsConfigurationsRequest, ListBucketAnalyticsConfigurationsOutput>
{
    public async ValueTask<Outcome<ListBucketAnalyticsConfigurationsOutput>> ExecuteAsync(Call call, ListBucketAnalyticsConfigurationsRequest request)
    {
        var found = await BucketConfigurations.Analytics.ListAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.ContinuationToken);
        return found.IsError ? found.Error : new ListBucketAnalyticsConfigurationsOutput
        {
            AnalyticsConfigurationList = found.Value.Items.Count == 0 ? null : found.Value.Items,
            IsTruncated = found.Value.Next is not null,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = found.Value.Next,
        };
    }
}
