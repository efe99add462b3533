using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a policy from within a role.</summary>
internal sealed class DeleteRolePolicy : IOperation<DeleteRolePolicyRequest, DeleteRolePolicyResponse>
{
    public ValueTask<Outcome<DeleteRolePolicyResponse>> ExecuteAsync(Call call, DeleteRolePolicyRequest request) =>
        InlinePolicies.DeleteAsync(call, IdentityKind.Role, request.RoleName!, request.PolicyName!, new DeleteRolePolicyResponse());
}
