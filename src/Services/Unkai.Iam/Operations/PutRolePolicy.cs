using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Puts a policy into a role.</summary>
internal sealed class PutRolePolicy : IOperation<PutRolePolicyRequest, PutRolePolicyResponse>
{
    public ValueTask<Outcome<PutRolePolicyResponse>> ExecuteAsync(Call call, PutRolePolicyRequest request) =>
        InlinePolicies.PutAsync(call, IdentityKind.Role, request.RoleName!, request.PolicyName!, request.PolicyDocument!, new PutRolePolicyResponse());
}
