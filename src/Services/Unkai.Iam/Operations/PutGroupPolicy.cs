using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Puts a policy into a group.</summary>
internal sealed class PutGroupPolicy : IOperation<PutGroupPolicyRequest, PutGroupPolicyResponse>
{
    public ValueTask<Outcome<PutGroupPolicyResponse>> ExecuteAsync(Call call, PutGroupPolicyRequest request) =>
        InlinePolicies.PutAsync(call, IdentityKind.Group, request.GroupName!, request.PolicyName!, request.PolicyDocument!, new PutGroupPolicyResponse());
}
