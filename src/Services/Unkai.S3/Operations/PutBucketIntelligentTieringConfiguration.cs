using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>How a bucket's intelligent tiering archives: sets one configuration.</summary>
internal sealed class PutBucketIntelligentTieringConfiguration : IOperation<PutBucketIntelligentTieringConfigurationRequest, PutBucketIntelligentTieringConfigurationResponse>
{
    public ValueTask<Outcome<PutBucketIntelligentTieringConfigurationResponse>> ExecuteAsync(Call call, PutBucketIntelligentTieringConfigurationRequest request) => BucketConfigurations.IntelligentTiering.PutAsync(
        call, request.Bucket!, request.ExpectedBucketOwner, request.Id, request.IntelligentTieringConfiguration, request.IntelligentTieringConfiguration?.Id, new PutBucketIntelligentTieringConfigurationResponse());
}
