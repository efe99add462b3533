using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The tags of a user.</summary>
internal sealed class ListUserTags : IOperation<ListUserTagsRequest, ListUserTagsResponse>
{
    public async ValueTask<Outcome<ListUserTagsResponse>> ExecuteAsync(Call call, ListUserTagsRequest request)
    {
        var found = await Identities.ReadAsync(call, IdentityKind.User, request.UserName!);
        if (found.IsError)
        {
            return found.Error;
        }

        var page = Page<Tag>.Cut(TagRules.ToShapes(found.Value.Tags), tag => tag.Key!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListUserTagsResponse { Tags = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
