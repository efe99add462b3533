using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Unbounds a user.</summary>
internal sealed class DeleteUserPermissionsBoundary : IOperation<DeleteUserPermissionsBoundaryRequest, DeleteUserPermissionsBoundaryResponse>
{
    public ValueTask<Outcome<DeleteUserPermissionsBoundaryResponse>> ExecuteAsync(Call call, DeleteUserPermissionsBoundaryRequest request) =>
        Identities.ChangeAsync(
            call,
            IdentityKind.User,
            request.UserName!,
            record => record.Boundary is null ? IamErrors.NoSuchEntity("The user has no permissions boundary.") : record with { Boundary = null },
            new DeleteUserPermissionsBoundaryResponse());
}
