using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A policy within a user.</summary>
internal sealed class GetUserPolicy : IOperation<GetUserPolicyRequest, GetUserPolicyResponse>
{
    public async ValueTask<Outcome<GetUserPolicyResponse>> ExecuteAsync(Call call, GetUserPolicyRequest request)
    {
        var found = await InlinePolicies.GetAsync(call, IdentityKind.User, request.UserName!, request.PolicyName!);
        return found.IsError ? found.Error : new GetUserPolicyResponse { UserName = request.UserName, PolicyName = request.PolicyName, PolicyDocument = found.Value };
    }
}
