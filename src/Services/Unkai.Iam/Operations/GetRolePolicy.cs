using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A policy within a role.</summary>
internal sealed class GetRolePolicy : IOperation<GetRolePolicyRequest, GetRolePolicyResponse>
{
    public async ValueTask<Outcome<GetRolePolicyResponse>> ExecuteAsync(Call call, GetRolePolicyRequest request)
    {
        var found = await InlinePolicies.GetAsync(call, IdentityKind.Role, request.RoleName!, request.PolicyName!);
        return found.IsError ? found.Error : new GetRolePolicyResponse { RoleName = request.RoleName, PolicyName = request.PolicyName, PolicyDocument = found.Value };
    }
}
