using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Lets a bucket's objects stay; the round that is due finds nothing to do.</summary>
internal sealed class DeleteBucketLifecycle : IOperation<DeleteBucketLifecycleRequest, DeleteBucketLifecycleResponse>
{
    public ValueTask<Outcome<DeleteBucketLifecycleResponse>> ExecuteAsync(Call call, DeleteBucketLifecycleRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Lifecycle = null }, new DeleteBucketLifecycleResponse());
}
