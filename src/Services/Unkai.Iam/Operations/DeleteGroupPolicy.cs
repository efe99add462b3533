using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a policy from within a group.</summary>
internal sealed class DeleteGroupPolicy : IOperation<DeleteGroupPolicyRequest, DeleteGroupPolicyResponse>
{
    public ValueTask<Outcome<DeleteGroupPolicyResponse>> ExecuteAsync(Call call, DeleteGroupPolicyRequest request) =>
        InlinePolicies.DeleteAsync(call, IdentityKind.Group, request.GroupName!, request.PolicyName!, new DeleteGroupPolicyResponse());
}
