using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Bounds what a user may be allowed.</summary>
internal sealed class PutUserPermissionsBoundary : IOperation<PutUserPermissionsBoundaryRequest, PutUserPermissionsBoundaryResponse>
{
    public ValueTask<Outcome<PutUserPermissionsBoundaryResponse>> ExecuteAsync(Call call, PutUserPermissionsBoundaryRequest request) =>
        Identities.ChangeAsync<PutUserPermissionsBoundaryResponse>(
            call,
            IdentityKind.User,
            request.UserName!,
            async (transaction, record) => await ManagedPolicies.FindDocumentAsync(transaction, request.PermissionsBoundary!) is null
                ? IamErrors.NoSuchPolicy(request.PermissionsBoundary!)
                : record with { Boundary = request.PermissionsBoundary },
            new PutUserPermissionsBoundaryResponse());
}
