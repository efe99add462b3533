using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Unbounds a role.</summary>
internal sealed class DeleteRolePermissionsBoundary : IOperation<DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse>
{
    public ValueTask<Outcome<DeleteRolePermissionsBoundaryResponse>> ExecuteAsync(Call call, DeleteRolePermissionsBoundaryRequest request) =>
        Identities.ChangeAsync(
            call,
            IdentityKind.Role,
            request.RoleName!,
            record => record.Boundary is null ? IamErrors.NoSuchEntity("The role has no permissions boundary.") : record with { Boundary = null },
            new DeleteRolePermissionsBoundaryResponse());
}
