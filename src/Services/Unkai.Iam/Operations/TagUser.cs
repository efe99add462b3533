using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Adds tags to a user.</summary>
internal sealed class TagUser : IOperation<TagUserRequest, TagUserResponse>
{
    public ValueTask<Outcome<TagUserResponse>> ExecuteAsync(Call call, TagUserRequest request) =>
        Identities.ChangeAsync(
            call,
            IdentityKind.User,
            request.UserName!,
            record =>
            {
                var tags = TagRules.Add(record.Tags, request.Tags);
                return tags.IsError ? tags.Error : record with { Tags = tags.Value };
            },
            new TagUserResponse());
}
