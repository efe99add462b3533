using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>Adds tags to a bucket or an access point, or changes them.</summary>
internal sealed class TagResource : IOperation<TagResourceRequest, TagResourceResult>
{
    public ValueTask<Outcome<TagResourceResult>> ExecuteAsync(Call call, TagResourceRequest request)
    {
        var added = AccessPointTags.Read(request.Tags);
        return added.IsError
            ? ValueTask.FromResult<Outcome<TagResourceResult>>(added.Error)
            : AccessPointTags.ChangeAsync(
                call,
                request.AccountId!,
                request.ResourceArn!,
                tags => TagRules.Check(added.Value.Concat(tags.Where(tag => !added.Value.ContainsKey(tag.Key))), TagRules.PerBucketMax),
                new TagResourceResult());
    }
}
