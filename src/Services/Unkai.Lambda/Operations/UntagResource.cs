using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>Removes tags.</summary>
internal sealed class UntagResource : IOperation<UntagResourceRequest, UntagResourceResponse>
{
    public async ValueTask<Outcome<UntagResourceResponse>> ExecuteAsync(Call call, UntagResourceRequest request)
    {
        var changed = await ResourceTags.ChangeAsync(call, request.Resource!, tags => tags.Where(tag => !request.TagKeys!.Contains(tag.Key)).ToDictionary());
        return changed.IsError ? changed.Error : new UntagResourceResponse();
    }
}
