using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes a bucket's tags.</summary>
internal sealed class DeleteBucketTagging : IOperation<DeleteBucketTaggingRequest, DeleteBucketTaggingResponse>
{
    public ValueTask<Outcome<DeleteBucketTaggingResponse>> ExecuteAsync(Call call, DeleteBucketTaggingRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Tags = [] }, new DeleteBucketTaggingResponse());
}
