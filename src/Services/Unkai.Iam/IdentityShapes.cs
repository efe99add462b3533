using Unkai.Api.Iam;
using Unkai.Iam.Model;

namespace Unkai.Iam;

/// <summary>Stored identities as the API's shapes.</summary>
internal static class IdentityShapes
{
    internal static User ToUser(AccountId account, IdentityRecord record, bool isListed = false) => new()
    {
        Path = record.Path,
        UserName = record.Name,
        UserId = record.Id,
        Arn = Identities.ArnOf(account, IdentityKind.User, record).ToString(),
        CreateDate = record.CreatedAt,
        PermissionsBoundary = isListed ? null : Boundary(record),
        Tags = isListed || record.Tags.Count == 0 ? null : TagRules.ToShapes(record.Tags),
    };

    internal static Role ToRole(AccountId account, IdentityRecord record, bool isListed = false) => new()
    {
        Path = record.Path,
        RoleName = record.Name,
        RoleId = record.Id,
        Arn = Identities.ArnOf(account, IdentityKind.Role, record).ToString(),
        CreateDate = record.CreatedAt,
        AssumeRolePolicyDocument = Uri.EscapeDataString(record.TrustPolicy ?? ""),
        Description = record.Description,
        MaxSessionDuration = record.SessionSecondsMax,
        PermissionsBoundary = isListed ? null : Boundary(record),
        Tags = isListed || record.Tags.Count == 0 ? null : TagRules.ToShapes(record.Tags),
    };

    internal static Group ToGroup(AccountId account, IdentityRecord record) => new()
    {
        Path = record.Path,
        GroupName = record.Name,
        GroupId = record.Id,
        Arn = Identities.ArnOf(account, IdentityKind.Group, record).ToString(),
        CreateDate = record.CreatedAt,
    };

    private static AttachedPermissionsBoundary? Boundary(IdentityRecord record) =>
        record.Boundary is { } arn ? new AttachedPermissionsBoundary { PermissionsBoundaryType = "PermissionsBoundaryPolicy", PermissionsBoundaryArn = arn } : null;
}
