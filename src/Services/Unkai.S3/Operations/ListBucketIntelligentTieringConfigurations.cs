using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>How a bucket's intelligent tiering archives: all configurations, a hundred a page.</summary>
internal sealed class ListBucketIntelligentTieringConfigurations : IOperation<ListBucketIntelligentTieringConfigurationsRequest, ListBucketIntelligentTieringConfigurationsOutput>
{
    public async ValueTask<Outcome<ListBucketIntelligentTieringConfigurationsOutput>> ExecuteAsync(Call call, ListBucketIntelligentTieringConfigurationsRequest request)
    {
        var found = await BucketConfigurations.IntelligentTiering.ListAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.ContinuationToken);
        return found.IsError ? found.Error : new ListBucketIntelligentTieringConfigurationsOutput
        {
            IntelligentTieringConfigurationList = found.Value.Items.Count == 0 ? null : found.Value.Items,
            IsTruncated = found.Value.Next is not null,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = found.Value.Next,
        };
    }
}
