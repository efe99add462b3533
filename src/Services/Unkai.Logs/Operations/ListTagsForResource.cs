using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>A group's tags.</summary>
internal sealed class ListTagsForResource : IOperation<ListTagsForResourceRequest, ListTagsForResourceResponse>
{
    public async ValueTask<Outcome<ListTagsForResourceResponse>> ExecuteAsync(Call call, ListTagsForResourceRequest request)
    {
        var tags = await GroupTags.GetAsync(call, LogsArns.NameOf(request.ResourceArn)!);
        return tags.IsError ? tags.Error : new ListTagsForResourceResponse { Tags = tags.Value };
    }
}
