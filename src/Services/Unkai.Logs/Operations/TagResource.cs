using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;

namespace Unkai.Logs.Operations;

/// <summary>Adds tags to a group.</summary>
internal sealed class TagResource : IOperation<TagResourceRequest, TagResourceResponse>
{
    public async ValueTask<Outcome<TagResourceResponse>> ExecuteAsync(Call call, TagResourceRequest request)
    {
        return await GroupTags.AddAsync(call, LogsArns.NameOf(request.ResourceArn)!, request.Tags!) is { } refused ? refused : new TagResourceResponse();
    }
}
