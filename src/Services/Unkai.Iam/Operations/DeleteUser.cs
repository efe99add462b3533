using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a user that nothing hangs on.</summary>
internal sealed class DeleteUser : IOperation<DeleteUserRequest, DeleteUserResponse>
{
    public ValueTask<Outcome<DeleteUserResponse>> ExecuteAsync(Call call, DeleteUserRequest request) => call.TransactAsync<DeleteUserResponse>(async transaction =>
    {
        var found = await Identities.FindAsync(transaction, call.Account, IdentityKind.User, request.UserName!);
        if (found.IsError)
        {
            return found.Error;
        }

        if ((await AccessKeys.OfUserAsync(transaction, call.Account, found.Value.Name)).Count > 0)
        {
            return IamErrors.Conflict("Cannot delete entity, must delete access keys first.");
        }

        if (found.Value.Groups.Count > 0)
        {
            return IamErrors.Conflict("Cannot delete entity, must remove users from group first.");
        }

        if (Deletable.Check(found.Value) is { } conflict)
        {
            return conflict;
        }

        IamTables.Identities.Delete(transaction, (call.Account, (int)IdentityKind.User, Identities.Key(found.Value.Name)));
        return new DeleteUserResponse();
    });
}
