using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes a bucket's policy, there or not.</summary>
internal sealed class DeleteBucketPolicy : IOperation<DeleteBucketPolicyRequest, DeleteBucketPolicyResponse>
{
    public ValueTask<Outcome<DeleteBucketPolicyResponse>> ExecuteAsync(Call call, DeleteBucketPolicyRequest request) =>
        Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Policy = null }, new DeleteBucketPolicyResponse());
}
