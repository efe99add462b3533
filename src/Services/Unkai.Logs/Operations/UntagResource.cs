using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Removes tags of a group.</summary>
internal sealed class UntagResource : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public async ValueTask<Outcome<UntagResourceResponse>> ExecuteAsync(Call call, UntagResourceRequest request)
    {
        return await GroupTags.RemoveAsync(call, LogsArns.NameOf(request.ResourceArn)!, request.TagKeys!) is { } refused ? refused : new UntagResourceResponse();
    }
}
