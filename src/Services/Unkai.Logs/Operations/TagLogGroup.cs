using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Adds tags to a group; TagResource took its place.</summary>
internal sealed class TagLogGroup : IOperation<TagLogGroupRequest, TagLogGroupResponse>
{
    public async ValueTask<Outcome<TagLogGroupResponse>> ExecuteAsync(Call call, TagLogGroupRequest request)
    {
        return await GroupTags.AddAsync(call, request.LogGroupName!, request.Tags!) is { } refused ? refused : new TagLogGroupResponse();
    }
}
