using Unkai.Api;
using Unkai.Api.Iam;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.S3.AccessControl;

/// <summary>Whether the users and roles that a policy names are there.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Troubleshooting": a policy that names a deleted user or role is refused.</remarks>
internal static class NamedPrincipals
{
    private const string Users = "user/";
    private const string Roles = "role/";

    /// <summary>The error for the first principal that is not there; null when all are.</summary>
    internal static async ValueTask<AwsError?> CheckAsync(Call call, PolicyDocument policy)
    {
        foreach (var name in policy.Statements.SelectMany(static statement => (statement.Principals ?? statement.NotPrincipals)?.Aws ?? []).Distinct())
        {
            if (Arn.Parse(name) is { Service: "iam" } arn && AccountId.Parse(arn.Account) is { } account && !await ExistsAsync(call, arn, account))
            {
                return S3Errors.MalformedPolicy("Invalid principal in policy") with { Extra = [new("Detail", name)] };
            }
        }

        return null;
    }

    /// <summary>What IAM answers to the account itself: its root may ask about anybody there.</summary>
    private static async ValueTask<bool> ExistsAsync(Call call, Arn arn, AccountId account)
    {
        var resource = arn.Resource;
        var name = resource[(resource.LastIndexOf('/') + 1)..];
        var iam = call.As(Principal.Root(account), Notifications.Destinations.ServicePrincipal).Iam;
        if (resource.StartsWith(Users, StringComparison.Ordinal))
        {
            var user = await iam.GetUserAsync(new GetUserRequest { UserName = name });
            return user.IsError ? user.Error.Code != "NoSuchEntity" : user.Value.User?.Arn == arn.ToString();
        }

        if (resource.StartsWith(Roles, StringComparison.Ordinal))
        {
            var role = await iam.GetRoleAsync(new GetRoleRequest { RoleName = name });
            return role.IsError ? role.Error.Code != "NoSuchEntity" : role.Value.Role?.Arn == arn.ToString();
        }

        return true;
    }
}
