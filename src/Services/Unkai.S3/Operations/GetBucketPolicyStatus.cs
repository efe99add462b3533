using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.AccessControl;

namespace Unkai.S3.Operations;

/// <summary>Whether a bucket's policy lets strangers in.</summary>
internal sealed class GetBucketPolicyStatus : IOperation<GetBucketPolicyStatusRequest, GetBucketPolicyStatusOutput>
{
    public async ValueTask<Outcome<GetBucketPolicyStatusOutput>> ExecuteAsync(Call call, GetBucketPolicyStatusRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.Policy is null ? S3Errors.NoSuchBucketPolicy(request.Bucket!)
            : new GetBucketPolicyStatusOutput { PolicyStatus = new PolicyStatus { IsPublic = BucketPolicies.IsPublic(found.Value) } };
    }
}
