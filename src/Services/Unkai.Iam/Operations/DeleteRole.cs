using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a role that nothing hangs on.</summary>
internal sealed class DeleteRole : IOperation<DeleteRoleRequest, DeleteRoleResponse>
{
    public ValueTask<Outcome<DeleteRoleResponse>> ExecuteAsync(Call call, DeleteRoleRequest request) => call.TransactAsync<DeleteRoleResponse>(async transaction =>
    {
        var found = await Identities.FindAsync(transaction, call.Account, IdentityKind.Role, request.RoleName!);
        if (found.IsError)
        {
            return found.Error;
        }

        if (Deletable.Check(found.Value) is { } conflict)
        {
            return conflict;
        }

        IamTables.Identities.Delete(transaction, (call.Account, (int)IdentityKind.Role, Identities.Key(found.Value.Name)));
        return new DeleteRoleResponse();
    });
}
