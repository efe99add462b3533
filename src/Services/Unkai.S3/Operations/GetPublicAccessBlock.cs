using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>What a bucket keeps from the public.</summary>
internal sealed class GetPublicAccessBlock : IOperation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput>
{
    public async ValueTask<Outcome<GetPublicAccessBlockOutput>> ExecuteAsync(Call call, GetPublicAccessBlockRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.PublicAccess is not { } block ? S3Errors.NoSuchPublicAccessBlock(request.Bucket!)
            : new GetPublicAccessBlockOutput
            {
                PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration
                {
                    BlockPublicAcls = block.BlockPublicAcls,
                    IgnorePublicAcls = block.IgnorePublicAcls,
                    BlockPublicPolicy = block.BlockPublicPolicy,
                    RestrictPublicBuckets = block.RestrictPublicBuckets,
                },
            };
    }
}
