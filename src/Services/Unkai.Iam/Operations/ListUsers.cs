using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The users of the account.</summary>
internal sealed class ListUsers : IOperation<ListUsersRequest, ListUsersResponse>
{
    public async ValueTask<Outcome<ListUsersResponse>> ExecuteAsync(Call call, ListUsersRequest request)
    {
        var all = await call.ReadAsync(snapshot => Identities.ListAsync(snapshot, call.Account, IdentityKind.User, request.PathPrefix));
        var page = Page<IdentityRecord>.Cut(all, record => Identities.Key(record.Name), request.Marker, request.MaxItems);
        return page.IsError ? page.Error : new ListUsersResponse
        {
            Users = [.. page.Value.Items.Select(record => IdentityShapes.ToUser(call.Account, record, isListed: true))],
            IsTruncated = page.Value.IsTruncated,
            Marker = page.Value.Marker,
        };
    }
}
