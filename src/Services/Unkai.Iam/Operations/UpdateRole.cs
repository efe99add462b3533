using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Changes a role's description or the length of its sessions.</summary>
internal sealed class UpdateRole : IOperation<UpdateRoleRequest, UpdateRoleResponse>
{
    public ValueTask<Outcome<UpdateRoleResponse>> ExecuteAsync(Call call, UpdateRoleRequest request) =>
        Identities.ChangeAsync(
            call,
            IdentityKind.Role,
            request.RoleName!,
            record => record with { Description = request.Description ?? record.Description, SessionSecondsMax = request.MaxSessionDuration ?? record.SessionSecondsMax },
            new UpdateRoleResponse());
}
