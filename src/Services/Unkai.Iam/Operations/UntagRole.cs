using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes tags from a role.</summary>
internal sealed class UntagRole : IOperation<UntagRoleRequest, UntagRoleResponse>
{
    public ValueTask<Outcome<UntagRoleResponse>> ExecuteAsync(Call call, UntagRoleRequest request) =>
        Identities.ChangeAsync(call, IdentityKind.Role, request.RoleName!, record => record with { Tags = TagRules.Remove(record.Tags, request.TagKeys!) }, new UntagRoleResponse());
}
