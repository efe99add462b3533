using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Bounds what a role may be allowed.</summary>
internal sealed class PutRolePermissionsBoundary : IOperation<PutRolePermissionsBoundaryRequest, PutRolePermissionsBoundaryResponse>
{
    public ValueTask<Outcome<PutRolePermissionsBoundaryResponse>> ExecuteAsync(Call call, PutRolePermissionsBoundaryRequest request) =>
        Identities.ChangeAsync<PutRolePermissionsBoundaryResponse>(
            call,
            IdentityKind.Role,
            request.RoleName!,
            async (transaction, record) => await ManagedPolicies.FindDocumentAsync(transaction, request.PermissionsBoundary!) is null
                ? IamErrors.NoSuchPolicy(request.PermissionsBoundary!)
                : record with { Boundary = request.PermissionsBoundary },
            new PutRolePermissionsBoundaryResponse());
}
