using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The names of the policies within a role.</summary>
internal sealed class ListRolePolicies : IOperation<ListRolePoliciesRequest, ListRolePoliciesResponse>
{
    public async ValueTask<Outcome<ListRolePoliciesResponse>> ExecuteAsync(Call call, ListRolePoliciesRequest request)
    {
        var page = await InlinePolicies.ListAsync(call, IdentityKind.Role, request.RoleName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListRolePoliciesResponse { PolicyNames = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
