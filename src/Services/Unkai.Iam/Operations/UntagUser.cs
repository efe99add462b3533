using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Removes tags from a user.</summary>
internal sealed class UntagUser : IOperation<UntagUserRequest, UntagUserResponse>
{
    public ValueTask<Outcome<UntagUserResponse>> ExecuteAsync(Call call, UntagUserRequest request) =>
        Identities.ChangeAsync(call, IdentityKind.User, request.UserName!, record => record with { Tags = TagRules.Remove(record.Tags, request.TagKeys!) }, new UntagUserResponse());
}
