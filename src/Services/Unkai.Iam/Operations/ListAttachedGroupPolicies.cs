using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The managed policies of a group.</summary>
internal sealed class ListAttachedGroupPolicies : IOperation<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse>
{
    public async ValueTask<Outcome<ListAttachedGroupPoliciesResponse>> ExecuteAsync(Call call, ListAttachedGroupPoliciesRequest request)
    {
        var page = await AttachedPolicies.ListAsync(call, IdentityKind.Group, request.GroupName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListAttachedGroupPoliciesResponse { AttachedPolicies = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
