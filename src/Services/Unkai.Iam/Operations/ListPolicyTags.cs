using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;

namespace Unkai.Iam.Operations;

/// <summary>The tags of a managed policy.</summary>
internal sealed class ListPolicyTags : IOperation<ListPolicyTagsRequest, ListPolicyTagsResponse>
{
    public ValueTask<Outcome<ListPolicyTagsResponse>> ExecuteAsync(Call call, ListPolicyTagsRequest request) => call.ReadAsync<Outcome<ListPolicyTagsResponse>>(async snapshot =>
    {
        if (await ManagedPolicies.FindAsync(snapshot, request.PolicyArn!) is not ({ } _, { } policy))
        {
            return ManagedPolicies.NoSuch(request.PolicyArn!);
        }

        var page = Page<Tag>.Cut(TagRules.ToShapes(policy.Tags), tag => tag.Key!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListPolicyTagsResponse { Tags = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    });
}
