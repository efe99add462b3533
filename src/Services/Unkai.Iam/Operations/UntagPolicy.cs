using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Removes tags from a managed policy.</summary>
internal sealed class UntagPolicy : IOperation<UntagPolicyRequest, UntagPolicyResponse>
{
    public ValueTask<Outcome<UntagPolicyResponse>> ExecuteAsync(Call call, UntagPolicyRequest request) =>
        ManagedPolicies.ChangeAsync(call, request.PolicyArn!, policy => policy with { Tags = TagRules.Remove(policy.Tags, request.TagKeys!) }, _ => new UntagPolicyResponse());
}
