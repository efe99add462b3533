using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>A bucket's policy as it was put.</summary>
internal sealed class GetBucketPolicy : IOperation<GetBucketPolicyRequest, GetBucketPolicyOutput>
{
    public async ValueTask<Outcome<GetBucketPolicyOutput>> ExecuteAsync(Call call, GetBucketPolicyRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.Policy is not { } policy ? S3Errors.NoSuchBucketPolicy(request.Bucket!)
            : new GetBucketPolicyOutput { Policy = policy };
    }
}
