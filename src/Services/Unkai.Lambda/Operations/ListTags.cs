using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;

namespace Unkai.Lambda.Operations;

/// <summary>A resource's tags.</summary>
internal sealed class ListTags : IOperation<ListTagsRequest, ListTagsResponse>
{
    public async ValueTask<Outcome<ListTagsResponse>> ExecuteAsync(Call call, ListTagsRequest request)
    {
        var tags = await ResourceTags.GetAsync(call, request.Resource!);
        return tags.IsError ? tags.Error : new ListTagsResponse { Tags = tags.Value };
    }
}
