using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's inventory lists: all configurations, a hundred a page.</summary>
internal sealed class ListBucketInventoryConfigurations : IOperation<ListBucketInventoryConfigurationsRequest, ListBucketInventoryConfigurationsOutput>
{
    public async ValueTask<Outcome<ListBucketInventoryConfigurationsOutput>> ExecuteAsync(Call call, ListBucketInventoryConfigurationsRequest request)
    {
        var found = await BucketConfigurations.Inventory.ListAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.ContinuationToken);
        return found.IsError ? found.Error : new ListBucketInventoryConfigurationsOutput
        {
            InventoryConfigurationList = found.Value.Items.Count == 0 ? null : found.Value.Items,
            IsTruncated = found.Value.Next is not null,
            ContinuationToken = request.ContinuationToken,
            NextContinuationToken = found.Value.Next,
        };
    }
}
