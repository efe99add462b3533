using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>Adds tags to a managed policy.</summary>
internal sealed class TagPolicy : IOperation<TagPolicyRequest, TagPolicyResponse>
{
    public ValueTask<Outcome<TagPolicyResponse>> ExecuteAsync(Call call, TagPolicyRequest request) =>
        ManagedPolicies.ChangeAsync(
            call,
            request.PolicyArn!,
            policy =>
            {
                var tags = TagRules.Add(policy.Tags, request.Tags);
                return tags.IsError ? tags.Error : policy with { Tags = tags.Value };
            },
            _ => new TagPolicyResponse());
}
