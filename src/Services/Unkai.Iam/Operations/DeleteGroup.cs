using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a group that nothing hangs on and nobody is in.</summary>
internal sealed class DeleteGroup : IOperation<DeleteGroupRequest, DeleteGroupResponse>
{
    public ValueTask<Outcome<DeleteGroupResponse>> ExecuteAsync(Call call, DeleteGroupRequest request) => call.TransactAsync<DeleteGroupResponse>(async transaction =>
    {
        var found = await Identities.FindAsync(transaction, call.Account, IdentityKind.Group, request.GroupName!);
        if (found.IsError)
        {
            return found.Error;
        }

        if ((await Identities.ListAsync(transaction, call.Account, IdentityKind.User, null)).Exists(user => user.Groups.Contains(found.Value.Name)))
        {
            return IamErrors.Conflict("Cannot delete entity, must remove users from group first.");
        }

        if (Deletable.Check(found.Value) is { } conflict)
        {
            return conflict;
        }

        IamTables.Identities.Delete(transaction, (call.Account, (int)IdentityKind.Group, Identities.Key(found.Value.Name)));
        return new DeleteGroupResponse();
    });
}
