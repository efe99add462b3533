using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>A group's tags; ListTagsForResource took its place.</summary>
internal sealed class ListTagsLogGroup : IOperation<ListTagsLogGroupRequest, ListTagsLogGroupResponse>
{
    public async ValueTask<Outcome<ListTagsLogGroupResponse>> ExecuteAsync(Call call, ListTagsLogGroupRequest request)
    {
        var tags = await GroupTags.GetAsync(call, request.LogGroupName!);
        return tags.IsError ? tags.Error : new ListTagsLogGroupResponse { Tags = tags.Value };
    }
}
