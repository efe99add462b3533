using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The managed policies of a role.</summary>
internal sealed class ListAttachedRolePolicies : IOperation<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>
{
    public async ValueTask<Outcome<ListAttachedRolePoliciesResponse>> ExecuteAsync(Call call, ListAttachedRolePoliciesRequest request)
    {
        var page = await AttachedPolicies.ListAsync(call, IdentityKind.Role, request.RoleName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListAttachedRolePoliciesResponse { AttachedPolicies = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
