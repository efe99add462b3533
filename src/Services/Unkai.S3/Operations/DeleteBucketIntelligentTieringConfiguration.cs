using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>How a bucket's intelligent tiering archives: removes one configuration.</summary>
internal sealed class DeleteBucketIntelligentTieringConfiguration : IOperation<DeleteBucketIntelligentTieringConfigurationRequest, DeleteBucketIntelligentTieringConfigurationResponse>
{
    public ValueTask<Outcome<DeleteBucketIntelligentTieringConfigurationResponse>> ExecuteAsync(Call call, DeleteBucketIntelligentTieringConfigurationRequest request) =>
        BucketConfigurations.IntelligentTiering.DeleteAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id, new DeleteBucketIntelligentTieringConfigurationResponse());
}
