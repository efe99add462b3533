using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.Iam;

/// <summary>IAM's resources in its own words. A path is not in the request, so patterns are matched against the name below the root path.</summary>
internal static class IamArns
{
    internal static Access Describe(Call call, OperationContract operation, Shape request)
    {
        var resource = TextOf(operation, request, "PolicyArn") is { } policy && operation.Name.Contains("Policy", StringComparison.Ordinal) && TextOf(operation, request, "RoleName") is null
            && TextOf(operation, request, "UserName") is null && TextOf(operation, request, "GroupName") is null ? policy
            : TextOf(operation, request, "RoleName") is { } role ? Arn.Of("iam", "", call.Account.Value, $"role/{role}").ToString()
            : TextOf(operation, request, "GroupName") is { } group ? Arn.Of("iam", "", call.Account.Value, $"group/{group}").ToString()
            : TextOf(operation, request, "UserName") is { } user ? Arn.Of("iam", "", call.Account.Value, $"user/{user}").ToString()
            : TextOf(operation, request, "PolicyName") is { } name ? Arn.Of("iam", "", call.Account.Value, $"policy/{name}").ToString()
            : "*";
        return new Access($"iam:{operation.Name}", resource)
        {
            // STS looks a role up for itself: whether the caller may assume it, its trust policy says.
            NeedsNoPermission = operation.Name == "GetRole" && call.Caller is { Kind: PrincipalKind.Service, UserId: "sts.amazonaws.com" },
        };
    }

    private static string? TextOf(OperationContract operation, Shape request, string member) =>
        operation.Input.Find(member) is { Kind: ShapeKind.String } found ? request.GetString(found.Slot) : null;
}
