using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Attaches a managed policy to a role.</summary>
internal sealed class AttachRolePolicy : IOperation<AttachRolePolicyRequest, AttachRolePolicyResponse>
{
    public ValueTask<Outcome<AttachRolePolicyResponse>> ExecuteAsync(Call call, AttachRolePolicyRequest request) =>
        AttachedPolicies.AttachAsync(call, IdentityKind.Role, request.RoleName!, request.PolicyArn!, new AttachRolePolicyResponse());
}
