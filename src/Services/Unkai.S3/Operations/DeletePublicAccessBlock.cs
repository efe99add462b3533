using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Keeps nothing from the public any more but by policy and lists.</summary>
internal sealed class DeletePublicAccessBlock : IOperation<DeletePublicAccessBlockRequest, DeletePublicAccessBlockResponse>
{
    public ValueTask<Outcome<DeletePublicAccessBlockResponse>> ExecuteAsync(Call call, DeletePublicAccessBlockRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { PublicAccess = null }, new DeletePublicAccessBlockResponse());
}
