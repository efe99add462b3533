using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Detaches a managed policy from a group.</summary>
internal sealed class DetachGroupPolicy : IOperation<DetachGroupPolicyRequest, DetachGroupPolicyResponse>
{
    public ValueTask<Outcome<DetachGroupPolicyResponse>> ExecuteAsync(Call call, DetachGroupPolicyRequest request) =>
        AttachedPolicies.DetachAsync(call, IdentityKind.Group, request.GroupName!, request.PolicyArn!, new DetachGroupPolicyResponse());
}
