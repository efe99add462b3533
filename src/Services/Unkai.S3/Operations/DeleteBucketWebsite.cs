using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Makes a bucket no website any more, whether it was one or not.</summary>
internal sealed class DeleteBucketWebsite : IOperation<DeleteBucketWebsiteRequest, DeleteBucketWebsiteResponse>
{
    public ValueTask<Outcome<DeleteBucketWebsiteResponse>> ExecuteAsync(Call call, DeleteBucketWebsiteRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Website = null }, new DeleteBucketWebsiteResponse());
}
