using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Says anew who may assume a role.</summary>
internal sealed class UpdateAssumeRolePolicy : IOperation<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse>
{
    public ValueTask<Outcome<UpdateAssumeRolePolicyResponse>> ExecuteAsync(Call call, UpdateAssumeRolePolicyRequest request) =>
        PolicyParser.Parse(request.PolicyDocument!, PolicyKind.Trust, out var problem) is null
            ? ValueTask.FromResult<Outcome<UpdateAssumeRolePolicyResponse>>(IamErrors.Malformed(problem!))
            : Identities.ChangeAsync(call, IdentityKind.Role, request.RoleName!, record => record with { TrustPolicy = request.PolicyDocument }, new UpdateAssumeRolePolicyResponse());
}
