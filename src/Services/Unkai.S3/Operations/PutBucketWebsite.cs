using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Websites;

namespace Unkai.S3.Operations;

/// <summary>Makes a bucket a website.</summary>
internal sealed class PutBucketWebsite : IOperation<PutBucketWebsiteRequest, PutBucketWebsiteResponse>
{
    public ValueTask<Outcome<PutBucketWebsiteResponse>> ExecuteAsync(Call call, PutBucketWebsiteRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => WebsiteRules.Read(request.WebsiteConfiguration) is var website && website.IsError ? website.Error : bucket with { Website = website.Value },
        new PutBucketWebsiteResponse());
}
