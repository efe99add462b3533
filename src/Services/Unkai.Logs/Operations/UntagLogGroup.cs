using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Removes tags of a group; UntagResource took its place.</summary>
internal sealed class UntagLogGroup : IOperation<UntagLogGroupRequest, UntagLogGroupResponse>
{
    public async ValueTask<Outcome<UntagLogGroupResponse>> ExecuteAsync(Call call, UntagLogGroupRequest request)
    {
        return await GroupTags.RemoveAsync(call, request.LogGroupName!, request.Tags!) is { } refused ? refused : new UntagLogGroupResponse();
    }
}
