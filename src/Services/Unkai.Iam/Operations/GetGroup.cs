using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A group and its users.</summary>
internal sealed class GetGroup : IOperation<GetGroupRequest, GetGroupResponse>
{
    public ValueTask<Outcome<GetGroupResponse>> ExecuteAsync(Call call, GetGroupRequest request) => call.ReadAsync<Outcome<GetGroupResponse>>(async snapshot =>
    {
        var found = await Identities.FindAsync(snapshot, call.Account, IdentityKind.Group, request.GroupName!);
        if (found.IsError)
        {
            return found.Error;
        }

        var users = await Identities.ListAsync(snapshot, call.Account, IdentityKind.User, null);
        var page = Page<IdentityRecord>.Cut(users.Where(user => user.Groups.Contains(found.Value.Name)), user => Identities.Key(user.Name), request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new GetGroupResponse
        {
            Group = IdentityShapes.ToGroup(call.Account, found.Value),
            Users = [.. page.Value.Items.Select(user => IdentityShapes.ToUser(call.Account, user, isListed: true))],
            IsTruncated = page.Value.IsTruncated,
            Marker = page.Value.Marker,
        };
    });
}
