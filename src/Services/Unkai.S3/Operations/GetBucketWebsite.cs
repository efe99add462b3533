using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Websites;

namespace Unkai.S3.Operations;

/// <summary>How a bucket is a website.</summary>
internal sealed class GetBucketWebsite : IOperation<GetBucketWebsiteRequest, GetBucketWebsiteOutput>
{
    public async ValueTask<Outcome<GetBucketWebsiteOutput>> ExecuteAsync(Call call, GetBucketWebsiteRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.Website is not { } website ? S3Errors.NoSuchWebsite(request.Bucket!)
            : WebsiteRules.ToShape(website);
    }
}
