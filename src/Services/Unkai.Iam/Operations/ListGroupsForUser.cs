using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The groups of a user.</summary>
internal sealed class ListGroupsForUser : IOperation<ListGroupsForUserRequest, ListGroupsForUserResponse>
{
    public ValueTask<Outcome<ListGroupsForUserResponse>> ExecuteAsync(Call call, ListGroupsForUserRequest request) => call.ReadAsync<Outcome<ListGroupsForUserResponse>>(async snapshot =>
    {
        var found = await Identities.FindAsync(snapshot, call.Account, IdentityKind.User, request.UserName!);
        if (found.IsError)
        {
            return found.Error;
        }

        var groups = (await Identities.ListAsync(snapshot, call.Account, IdentityKind.Group, null)).Where(group => found.Value.Groups.Contains(group.Name));
        var page = Page<IdentityRecord>.Cut(groups, group => Identities.Key(group.Name), request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListGroupsForUserResponse
        {
            Groups = [.. page.Value.Items.Select(group => IdentityShapes.ToGroup(call.Account, group))],
            IsTruncated = page.Value.IsTruncated,
            Marker = page.Value.Marker,
        };
    });
}
