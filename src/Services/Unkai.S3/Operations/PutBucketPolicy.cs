using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's policy.</summary>
internal sealed class PutBucketPolicy : IOperation<PutBucketPolicyRequest, PutBucketPolicyResponse>
{
    public async ValueTask<Outcome<PutBucketPolicyResponse>> ExecuteAsync(Call call, PutBucketPolicyRequest request)
    {
        var policy = BucketPolicies.Read(request.Bucket!, request.Policy ?? "");
        var unknown = policy.IsError ? null : await NamedPrincipals.CheckAsync(call, policy.Value);
        return await Buckets.ChangeAsync(
            call,
            request.Bucket!,
            request.ExpectedBucketOwner,
            bucket => policy.IsError ? policy.Error
                : unknown is not null ? unknown
                : bucket.PublicAccess is { BlockPublicPolicy: true } && PublicPolicy.IsPublic(policy.Value) ? S3Errors.AccessDenied
                : bucket with { Policy = request.Policy },
            new PutBucketPolicyResponse());
    }
}
