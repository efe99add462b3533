using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The names of the policies within a group.</summary>
internal sealed class ListGroupPolicies : IOperation<ListGroupPoliciesRequest, ListGroupPoliciesResponse>
{
    public async ValueTask<Outcome<ListGroupPoliciesResponse>> ExecuteAsync(Call call, ListGroupPoliciesRequest request)
    {
        var page = await InlinePolicies.ListAsync(call, IdentityKind.Group, request.GroupName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListGroupPoliciesResponse { PolicyNames = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
