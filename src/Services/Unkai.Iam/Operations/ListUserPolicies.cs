using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The names of the policies within a user.</summary>
internal sealed class ListUserPolicies : IOperation<ListUserPoliciesRequest, ListUserPoliciesResponse>
{
    public async ValueTask<Outcome<ListUserPoliciesResponse>> ExecuteAsync(Call call, ListUserPoliciesRequest request)
    {
        var page = await InlinePolicies.ListAsync(call, IdentityKind.User, request.UserName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListUserPoliciesResponse { PolicyNames = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
