using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Iam.Model;

namespace Unkai.Iam.Operations;

/// <summary>The users, roles and groups that a managed policy is attached to.</summary>
internal sealed class ListEntitiesForPolicy : IOperation<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>
{
    public ValueTask<Outcome<ListEntitiesForPolicyResponse>> ExecuteAsync(Call call, ListEntitiesForPolicyRequest request) => call.ReadAsync<Outcome<ListEntitiesForPolicyResponse>>(async snapshot =>
    {
        if (await ManagedPolicies.FindDocumentAsync(snapshot, request.PolicyArn!) is null)
        {
            return ManagedPolicies.NoSuch(request.PolicyArn!);
        }

        var attached = (await ManagedPolicies.AttachedToAsync(snapshot, call.Account, request.PolicyArn!))
            .Where(entity => request.EntityFilter is null || request.EntityFilter == entity.Kind.ToString())
            .Where(entity => request.PathPrefix is null || entity.Identity.Path.StartsWith(request.PathPrefix, StringComparison.Ordinal))
            .ToList();
        return new ListEntitiesForPolicyResponse
        {
            IsTruncated = false,
            PolicyUsers = [.. attached.Where(entity => entity.Kind == IdentityKind.User).Select(entity => new PolicyUser { UserName = entity.Identity.Name, UserId = entity.Identity.Id })],
            PolicyRoles = [.. attached.Where(entity => entity.Kind == IdentityKind.Role).Select(entity => new PolicyRole { RoleName = entity.Identity.Name, RoleId = entity.Identity.Id })],
            PolicyGroups = [.. attached.Where(entity => entity.Kind == IdentityKind.Group).Select(entity => new PolicyGroup { GroupName = entity.Identity.Name, GroupId = entity.Identity.Id })],
        };
    });
}
