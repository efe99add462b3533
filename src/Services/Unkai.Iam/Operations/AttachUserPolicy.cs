using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Attaches a managed policy to a user.</summary>
internal sealed class AttachUserPolicy : IOperation<AttachUserPolicyRequest, AttachUserPolicyResponse>
{
    public ValueTask<Outcome<AttachUserPolicyResponse>> ExecuteAsync(Call call, AttachUserPolicyRequest request) =>
        AttachedPolicies.AttachAsync(call, IdentityKind.User, request.UserName!, request.PolicyArn!, new AttachUserPolicyResponse());
}
