using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Sets what a bucket keeps from the public; what is not said is not kept.</summary>
internal sealed class PutPublicAccessBlock : IOperation<PutPublicAccessBlockRequest, PutPublicAccessBlockResponse>
{
    public ValueTask<Outcome<PutPublicAccessBlockResponse>> ExecuteAsync(Call call, PutPublicAccessBlockRequest request) => Buckets.ChangeAsync(
        call,
        request.Bucket!,
        request.ExpectedBucketOwner,
        bucket => request.PublicAccessBlockConfiguration is not { } asked ? S3Errors.MalformedXml
            : bucket with
            {
                PublicAccess = new PublicAccessRecord
                {
                    BlockPublicAcls = asked.BlockPublicAcls == true,
                    IgnorePublicAcls = asked.IgnorePublicAcls == true,
                    BlockPublicPolicy = asked.BlockPublicPolicy == true,
                    RestrictPublicBuckets = asked.RestrictPublicBuckets == true,
                },
            },
        new PutPublicAccessBlockResponse());
}
