using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes a group.</summary>
internal sealed class CreateGroup : IOperation<CreateGroupRequest, CreateGroupResponse>
{
    public async ValueTask<Outcome<CreateGroupResponse>> ExecuteAsync(Call call, CreateGroupRequest request)
    {
        var created = await Identities.CreateAsync(call, IdentityKind.Group, new IdentityRecord
        {
            Name = request.GroupName!,
            Path = request.Path ?? "/",
            Id = UniqueIds.Create("AGPA", call.Random),
            CreatedAt = call.Clock.GetUtcNow(),
        });
        return created.IsError ? created.Error : new CreateGroupResponse { Group = IdentityShapes.ToGroup(call.Account, created.Value) };
    }
}
