using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>An object's tags.</summary>
internal sealed class GetObjectTagging : IOperation<GetObjectTaggingRequest, GetObjectTaggingOutput>
{
    public ValueTask<Outcome<GetObjectTaggingOutput>> ExecuteAsync(Call call, GetObjectTaggingRequest request) => call.ReadAsync<Outcome<GetObjectTaggingOutput>>(async snapshot =>
    {
        var bucket = await Buckets.FindAsync(snapshot, request.Bucket!, request.ExpectedBucketOwner);
        if (bucket.IsError)
        {
            return bucket.Error;
        }

        var found = await Objects.FindAsync(snapshot, request.Bucket!, request.Key!, request.VersionId);
        return found.IsError ? found.Error : new GetObjectTaggingOutput
        {
            VersionId = bucket.Value.Versioning == VersioningStatus.Off ? null : found.Value.VersionId,
            TagSet = TagRules.ToShapes(found.Value.Tags),
        };
    });
}
