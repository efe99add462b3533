using System.Text;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's policy.</summary>
internal sealed class PutBucketPolicy : IOperation<PutBucketPolicyRequest, PutBucketPolicyResponse>
{
    private const int BytesMax = 20 * 1024;

    public ValueTask<Outcome<PutBucketPolicyResponse>> ExecuteAsync(Call call, PutBucketPolicyRequest request)
    {
        var policy = request.Policy ?? "";
        var problem = Encoding.UTF8.GetByteCount(policy) > BytesMax ? "Normalized policy document exceeds the maximum allowed size of 20480 bytes."
            : PolicyParser.Parse(policy, PolicyKind.Resource, out var found) is null ? found
            : null;
        return problem is not null
            ? ValueTask.FromResult<Outcome<PutBucketPolicyResponse>>(S3Errors.MalformedPolicy(problem))
            : Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Policy = policy }, new PutBucketPolicyResponse());
    }
}
