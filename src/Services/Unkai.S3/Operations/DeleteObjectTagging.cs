using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;

namespace Unkai.S3.Operations;

/// <summary>Removes an object's tags.</summary>
internal sealed class DeleteObjectTagging : IOperation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput>
{
    public async ValueTask<Outcome<DeleteObjectTaggingOutput>> ExecuteAsync(Call call, DeleteObjectTaggingRequest request)
    {
        var set = await ObjectTags.SetAsync(
            call, request.Bucket!, request.Key!, request.VersionId, request.ExpectedBucketOwner, new Dictionary<string, string>(), "ObjectTagging:Delete");
        return set.IsError ? set.Error : new DeleteObjectTaggingOutput { VersionId = set.Value.Length == 0 ? null : set.Value };
    }
}
