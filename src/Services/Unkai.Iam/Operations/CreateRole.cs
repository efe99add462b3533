using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>Makes a role.</summary>
internal sealed class CreateRole : IOperation<CreateRoleRequest, CreateRoleResponse>
{
    public async ValueTask<Outcome<CreateRoleResponse>> ExecuteAsync(Call call, CreateRoleRequest request)
    {
        if (PolicyParser.Parse(request.AssumeRolePolicyDocument!, PolicyKind.Trust, out var problem) is null)
        {
            return IamErrors.Malformed(problem!);
        }

        var tags = TagRules.Add(new Dictionary<string, string>(), request.Tags);
        if (tags.IsError)
        {
            return tags.Error;
        }

        var created = await Identities.CreateAsync(call, IdentityKind.Role, new IdentityRecord
        {
            Name = request.RoleName!,
            Path = request.Path ?? "/",
            Id = UniqueIds.Create("AROA", call.Random),
            CreatedAt = call.Clock.GetUtcNow(),
            Tags = tags.Value,
            Boundary = request.PermissionsBoundary,
            TrustPolicy = request.AssumeRolePolicyDocument,
            Description = request.Description,
            SessionSecondsMax = request.MaxSessionDuration ?? 3600,
        });
        return created.IsError ? created.Error : new CreateRoleResponse { Role = IdentityShapes.ToRole(call.Account, created.Value) };
    }
}
