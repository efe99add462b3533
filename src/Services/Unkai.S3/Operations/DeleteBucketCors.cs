using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes a bucket's CORS rules, there or not.</summary>
internal sealed class DeleteBucketCors : IOperation<DeleteBucketCorsRequest, DeleteBucketCorsResponse>
{
    public ValueTask<Outcome<DeleteBucketCorsResponse>> ExecuteAsync(Call call, DeleteBucketCorsRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Cors = [] }, new DeleteBucketCorsResponse());
}
