using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Adds tags to a role.</summary>
internal sealed class TagRole : IOperation<TagRoleRequest, TagRoleResponse>
{
    public ValueTask<Outcome<TagRoleResponse>> ExecuteAsync(Call call, TagRoleRequest request) =>
        Identities.ChangeAsync(
            call,
            IdentityKind.Role,
            request.RoleName!,
            record =>
            {
                var tags = TagRules.Add(record.Tags, request.Tags);
                return tags.IsError ? tags.Error : record with { Tags = tags.Value };
            },
            new TagRoleResponse());
}
