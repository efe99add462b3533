using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes a user a member of a group.</summary>
internal sealed class AddUserToGroup : IOperation<AddUserToGroupRequest, AddUserToGroupResponse>
{
    private const int GroupsPerUserMax = 10;

    public ValueTask<Outcome<AddUserToGroupResponse>> ExecuteAsync(Call call, AddUserToGroupRequest request) =>
        Identities.ChangeAsync<AddUserToGroupResponse>(
            call,
            IdentityKind.User,
            request.UserName!,
            async (transaction, user) =>
            {
                var group = await Identities.FindAsync(transaction, call.Account, IdentityKind.Group, request.GroupName!);
                return group.IsError ? group.Error
                    : user.Groups.Contains(group.Value.Name) ? user
                    : user.Groups.Count >= GroupsPerUserMax ? IamErrors.LimitExceeded($"Cannot exceed quota for GroupsPerUser: {GroupsPerUserMax}")
                    : user with { Groups = [.. user.Groups, group.Value.Name] };
            },
            new AddUserToGroupResponse());
}
