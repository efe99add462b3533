using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's storage class analysis looks at: one configuration.</summary>
internal sealed class GetBucketAnalyticsConfiguration : IOperation<GetBucketAnalyticsConfigurationRequest, GetBucketAnalyticsConfigurationOutput>
{
    public async ValueTask<Outcome<GetBucketAnalyticsConfigurationOutput>> ExecuteAsync(Call call, GetBucketAnalyticsConfigurationRequest request)
    {
        var found = await BucketConfigurations.Analytics.GetAsync(call, request.Bucket!, request.ExpectedBucketOwner, request.Id);
        return found.IsError ? found.Error : new GetBucketAnalyticsConfigurationOutput { AnalyticsConfiguration = found.Value };
    }
}
