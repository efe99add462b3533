using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes a bucket's ownership controls: writers own what they put.</summary>
internal sealed class DeleteBucketOwnershipControls : IOperation<DeleteBucketOwnershipControlsRequest, DeleteBucketOwnershipControlsResponse>
{
    public ValueTask<Outcome<DeleteBucketOwnershipControlsResponse>> ExecuteAsync(Call call, DeleteBucketOwnershipControlsRequest request) => Buckets.ChangeAsync(
        call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Ownership = null, HasNoOwnership = true }, new DeleteBucketOwnershipControlsResponse());
}
