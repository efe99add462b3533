using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>A bucket's tags.</summary>
internal sealed class GetBucketTagging : IOperation<GetBucketTaggingRequest, GetBucketTaggingOutput>
{
    public async ValueTask<Outcome<GetBucketTaggingOutput>> ExecuteAsync(Call call, GetBucketTaggingRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        return found.IsError ? found.Error
            : found.Value.Tags.Count == 0 ? S3Errors.NoSuchTagSet with { Extra = [new("BucketName", request.Bucket!)] }
            : new GetBucketTaggingOutput { TagSet = TagRules.ToShapes(found.Value.Tags) };
    }
}
