using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The groups of the account.</summary>
internal sealed class ListGroups : IOperation<ListGroupsRequest, ListGroupsResponse>
{
    public async ValueTask<Outcome<ListGroupsResponse>> ExecuteAsync(Call call, ListGroupsRequest request)
    {
        var all = await call.ReadAsync(snapshot => Identities.ListAsync(snapshot, call.Account, IdentityKind.Group, request.PathPrefix));
        var page = Page<IdentityRecord>.Cut(all, record => Identities.Key(record.Name), request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListGroupsResponse
        {
            Groups = [.. page.Value.Items.Select(record => IdentityShapes.ToGroup(call.Account, record))],
            IsTruncated = page.Value.IsTruncated,
            Marker = page.Value.Marker,
        };
    }
}
