using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The roles of the account.</summary>
internal sealed class ListRoles : IOperation<ListRolesRequest, ListRolesResponse>
{
    public async ValueTask<Outcome<ListRolesResponse>> ExecuteAsync(Call call, ListRolesRequest request)
    {
        var all = await call.ReadAsync(snapshot => Identities.ListAsync(snapshot, call.Account, IdentityKind.Role, request.PathPrefix));
        var page = Page<IdentityRecord>.Cut(all, record => Identities.Key(record.Name), request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListRolesResponse
        {
            Roles = [.. page.Value.Items.Select(record => IdentityShapes.ToRole(call.Account, record, isListed: true))],
            IsTruncated = page.Value.IsTruncated,
            Marker = page.Value.Marker,
        };
    }
}
