using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Puts a policy into a user.</summary>
internal sealed class PutUserPolicy : IOperation<PutUserPolicyRequest, PutUserPolicyResponse>
{
    public ValueTask<Outcome<PutUserPolicyResponse>> ExecuteAsync(Call call, PutUserPolicyRequest request) =>
        InlinePolicies.PutAsync(call, IdentityKind.User, request.UserName!, request.PolicyName!, request.PolicyDocument!, new PutUserPolicyResponse());
}
