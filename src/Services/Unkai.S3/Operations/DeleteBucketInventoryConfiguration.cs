using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's inventory lists: removes one configuration.</summary>
internal sealed class DeleteBucketInventoryConfiguration : IOperation<DeleteBucketInventoryConfigurationRequest, DeleteBucketInventoryConfigurationResponse>
{
    public ValueTask<Outcome<DeleteBucketInventoryConfigurationResponse>> ExecuteAsync(Call call, DeleteBucketInventoryConfigurationRequest request) =>
        BucketConfigurations.Inventory.DeleteAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id, new DeleteBucketInventoryConfigurationResponse());
}
