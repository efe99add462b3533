using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Sets a bucket's tags, all of them.</summary>
internal sealed class PutBucketTagging : IOperation<PutBucketTaggingRequest, PutBucketTaggingResponse>
{
    public ValueTask<Outcome<PutBucketTaggingResponse>> ExecuteAsync(Call call, PutBucketTaggingRequest request)
    {
        var tags = TagRules.Check(request.Tagging?.TagSet, TagRules.PerBucketMax);
        return tags.IsError
            ? ValueTask.FromResult<Outcome<PutBucketTaggingResponse>>(tags.Error)
            : Buckets.ChangeAsync(call, request.Bucket!, request.ExpectedBucketOwner, bucket => bucket with { Tags = tags.Value }, new PutBucketTaggingResponse());
    }
}
