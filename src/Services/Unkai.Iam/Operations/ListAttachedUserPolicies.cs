using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The managed policies of a user.</summary>
internal sealed class ListAttachedUserPolicies : IOperation<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>
{
    public async ValueTask<Outcome<ListAttachedUserPoliciesResponse>> ExecuteAsync(Call call, ListAttachedUserPoliciesRequest request)
    {
        var page = await AttachedPolicies.ListAsync(call, IdentityKind.User, request.UserName!, request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListAttachedUserPoliciesResponse { AttachedPolicies = page.Value.Items, IsTruncated = page.Value.IsTruncated, Marker = page.Value.Marker };
    }
}
