using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes a policy from within a user.</summary>
internal sealed class DeleteUserPolicy : IOperation<DeleteUserPolicyRequest, DeleteUserPolicyResponse>
{
    public ValueTask<Outcome<DeleteUserPolicyResponse>> ExecuteAsync(Call call, DeleteUserPolicyRequest request) =>
        InlinePolicies.DeleteAsync(call, IdentityKind.User, request.UserName!, request.PolicyName!, new DeleteUserPolicyResponse());
}
