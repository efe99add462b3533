using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Configurations;

namespace Unkai.S3.Operations;

/// <summary>What a bucket's storage class analysis looks at: sets one configuration.</summary>
internal sealed class PutBucketAnalyticsConfiguration : IOperation<PutBucketAnalyticsConfigurationRequest, PutBucketAnalyticsConfigurationResponse>
{
    public ValueTask<Outcome<PutBucketAnalyticsConfigurationResponse>> ExecuteAsync(Call call, PutBucketAnalyticsConfigurationRequest request) => BucketConfigurations.Analytics.PutAsync(
        call, request.Bucket!, request.ExpectedBucketOwner, request.Id, request.AnalyticsConfiguration, request.AnalyticsConfiguration?.Id, new PutBucketAnalyticsConfigurationResponse());
}
