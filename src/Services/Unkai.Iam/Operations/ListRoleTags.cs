using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The tags of a role.</summary>
internal sealed class ListRoleTags : IOperation<ListRoleTagsRequest, ListRoleTagsResponse>
{
    public async ValueTask<Outcome<ListRoleTagsResponse>> ExecuteAsync(Call call, ListRoleTagsRequest request)
    {
        var found = await Identities.ReadAsync(call, IdentityKind.Role, request.RoleName!);
        if (found.IsError)
        {
            return found.Error;
        }

        var page = Page<Tag>.Cut(TagRules.ToShapes(found.Value.Tags), tag => tag.Key!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListRoleTagsResponse { Tags = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
