using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's policy.</summary>
internal sealed class PutBucketPolicy : IOperation<PutBucketPolicyRequest, PutBucketPolicyResponse>
{
    public ValueTask<Outcome<PutBucketPolicyResponse>> ExecuteAsync(Call call, PutBucketPolicyRequest request)
    {
        var policy = BucketPolicies.Read(request.Bucket!, request.Policy ?? "");
        return Buckets.ChangeAsync(
            call,
            request.Bucket!,
            request.ExpectedBucketOwner,
            bucket => policy.IsError ? policy.Error
                : bucket.PublicAccess is { BlockPublicPolicy: true } && PublicPolicy.IsPublic(policy.Value) ? S3Errors.AccessDenied
                : bucket with { Policy = request.Policy },
            new PutBucketPolicyResponse());
    }
}
