using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Detaches a managed policy from a user.</summary>
internal sealed class DetachUserPolicy : IOperation<DetachUserPolicyRequest, DetachUserPolicyResponse>
{
    public ValueTask<Outcome<DetachUserPolicyResponse>> ExecuteAsync(Call call, DetachUserPolicyRequest request) =>
        AttachedPolicies.DetachAsync(call, IdentityKind.User, request.UserName!, request.PolicyArn!, new DetachUserPolicyResponse());
}
