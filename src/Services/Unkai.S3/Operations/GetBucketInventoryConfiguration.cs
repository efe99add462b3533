using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's inventory lists: one configuration.</summary>
internal sealed class GetBucketInventoryConfiguration : IOperation<GetBucketInventoryConfigurationRequest, GetBucketInventoryConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketInventoryConfigurationOutput>> ExecuteAsync(Call call, GetBucketInventoryConfigurationRequest request)
    {
        var found = await BucketConfigurations.Inventory.GetAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id);
        return found.IsError ? found.Error : new GetBucketInventoryConfigurationOutput { InventoryConfiguration = found.Value };
    }
}
