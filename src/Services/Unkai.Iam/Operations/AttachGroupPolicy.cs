using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Attaches a managed policy to a group.</summary>
internal sealed class AttachGroupPolicy : IOperation<AttachGroupPolicyRequest, AttachGroupPolicyResponse>
{
    public ValueTask<Outcome<AttachGroupPolicyResponse>> ExecuteAsync(Call call, AttachGroupPolicyRequest request) =>
        AttachedPolicies.AttachAsync(call, IdentityKind.Group, request.GroupName!, request.PolicyArn!, new AttachGroupPolicyResponse());
}
