using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Sets an object's tags, all of them.</summary>
internal sealed class PutObjectTagging : IOperation<PutObjectTaggingRequest, PutObjectTaggingOutput>
{
    public async ValueTask<Outcome<PutObjectTaggingOutput>> ExecuteAsync(Call call, PutObjectTaggingRequest request)
    {
        var tags = TagRules.Check(request.Tagging?.TagSet, TagRules.PerObjectMax);
        if (tags.IsError)
        {
            return tags.Error;
        }

        var set = await ObjectTags.SetAsync(call, request.Bucket!, request.Key!, request.VersionId, request.ExpectedBucketOwner, tags.Value, "ObjectTagging:Put");
        return set.IsError ? set.Error : new PutObjectTaggingOutput { VersionId = set.Value.Length == 0 ? null : set.Value };
    }
}
