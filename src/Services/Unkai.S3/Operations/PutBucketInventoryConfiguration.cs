using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's inventory lists: sets one configuration.</summary>
internal sealed class PutBucketInventoryConfiguration : IOperation<PutBucketInventoryConfigurationRequest, PutBucketInventoryConfigurationResponse>
{
    public ValueTask<Outcome<PutBucketInventoryConfigurationResponse>> ExecuteAsync(Call call, PutBucketInventoryConfigurationRequest request) => BucketConfigurations.Inventory.PutAsync(
        call, request.Bucket!, request.ExpectedBucketOwner, request.Id, request.InventoryConfiguration, request.InventoryConfiguration?.Id, new PutBucketInventoryConfigurationResponse());
}
