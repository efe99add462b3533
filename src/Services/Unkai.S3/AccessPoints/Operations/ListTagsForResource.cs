using Unkai.Api;
using Unkai.Api.S3Control;
using Unkai.Cloud;

namespace Unkai.S3.AccessPoints.Operations;

/// <summary>The tags of a bucket or an access point.</summary>
internal sealed class ListTagsForResource : IOperation<ListTagsForResourceRequest, ListTagsForResourceResult>
{
    public ValueTask<Outcome<ListTagsForResourceResult>> ExecuteAsync(Call call, ListTagsForResourceRequest request) => call.ReadAsync<Outcome<ListTagsForResourceResult>>(async snapshot =>
    {
        var found = await AccessPointTags.FindAsync(snapshot, request.AccountId!, request.ResourceArn!);
        return found.IsError ? found.Error : new ListTagsForResourceResult { Tags = [.. found.Value.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })] };
    });
}
