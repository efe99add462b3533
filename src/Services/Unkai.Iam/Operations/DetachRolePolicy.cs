using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Detaches a managed policy from a role.</summary>
internal sealed class DetachRolePolicy : IOperation<DetachRolePolicyRequest, DetachRolePolicyResponse>
{
    public ValueTask<Outcome<DetachRolePolicyResponse>> ExecuteAsync(Call call, DetachRolePolicyRequest request) =>
        AttachedPolicies.DetachAsync(call, IdentityKind.Role, request.RoleName!, request.PolicyArn!, new DetachRolePolicyResponse());
}
