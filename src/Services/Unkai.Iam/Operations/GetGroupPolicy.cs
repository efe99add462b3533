using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>A policy within a group.</summary>
internal sealed class GetGroupPolicy : IOperation<GetGroupPolicyRequest, GetGroupPolicyResponse>
{
    public async ValueTask<Outcome<GetGroupPolicyResponse>> ExecuteAsync(Call call, GetGroupPolicyRequest request)
    {
        var found = await InlinePolicies.GetAsync(call, IdentityKind.Group, request.GroupName!, request.PolicyName!);
        return found.IsError ? found.Error : new GetGroupPolicyResponse { GroupName = request.GroupName, PolicyName = request.PolicyName, PolicyDocument = found.Value };
    }
}
