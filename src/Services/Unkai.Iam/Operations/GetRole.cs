using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A role.</summary>
internal sealed class GetRole : IOperation<GetRoleRequest, GetRoleResponse>
{
    public async ValueTask<Outcome<GetRoleResponse>> ExecuteAsync(Call call, GetRoleRequest request)
    {
        var found = await Identities.ReadAsync(call, IdentityKind.Role, request.RoleName!);
        return found.IsError ? found.Error : new GetRoleResponse { Role = IdentityShapes.ToRole(call.Account, found.Value) };
    }
}
