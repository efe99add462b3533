using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Ends a membership.</summary>
internal sealed class RemoveUserFromGroup : IOperation<RemoveUserFromGroupRequest, RemoveUserFromGroupResponse>
{
    public ValueTask<Outcome<RemoveUserFromGroupResponse>> ExecuteAsync(Call call, RemoveUserFromGroupRequest request) =>
        Identities.ChangeAsync<RemoveUserFromGroupResponse>(
            call,
            IdentityKind.User,
            request.UserName!,
            async (transaction, user) =>
            {
                var group = await Identities.FindAsync(transaction, call.Account, IdentityKind.Group, request.GroupName!);
                return group.IsError ? group.Error : user with { Groups = [.. user.Groups.Where(name => name != group.Value.Name)] };
            },
            new RemoveUserFromGroupResponse());
}
