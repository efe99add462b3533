using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes a user.</summary>
internal sealed class CreateUser : IOperation<CreateUserRequest, CreateUserResponse>
{
    public async ValueTask<Outcome<CreateUserResponse>> ExecuteAsync(Call call, CreateUserRequest request)
    {
        var tags = TagRules.Add(new Dictionary<string, string>(), request.Tags);
        if (tags.IsError)
        {
            return tags.Error;
        }

        var created = await Identities.CreateAsync(call, IdentityKind.User, new IdentityRecord
        {
            Name = request.UserName!,
            Path = request.Path ?? "/",
            Id = UniqueIds.Create("AIDA", call.Random),
            CreatedAt = call.Clock.GetUtcNow(),
            Tags = tags.Value,
            Boundary = request.PermissionsBoundary,
        });
        return created.IsError ? created.Error : new CreateUserResponse { User = IdentityShapes.ToUser(call.Account, created.Value) };
    }
}
