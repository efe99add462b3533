using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>How a bucket's intelligent tiering archives: one configuration.</summary>
internal sealed class GetBucketIntelligentTieringConfiguration : IOperation<GetBucketIntelligentTieringConfigurationRequest, GetBucketIntelligentTieringConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketIntelligentTieringConfigurationOutput>> ExecuteAsync(Call call, GetBucketIntelligentTieringConfigurationRequest request)
    {
        var found = await BucketConfigurations.IntelligentTiering.GetAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id);
        return found.IsError ? found.Error : new GetBucketIntelligentTieringConfigurationOutput { IntelligentTieringConfiguration = found.Value };
    }
}
