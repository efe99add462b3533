using Unkai.Api;
using Unkai.Api.Sts;
using Unkai.Cloud;
using Unkai.Compute;

namespace Unkai.Lambda;

/// <summary>Execution roles: assumed as the service that Lambda is.</summary>
internal static class Roles
{
    internal const string ServicePrincipal = "lambda.amazonaws.com";
    private const int SessionNameLengthMin = 2;

    /// <summary>Whether there is such a role and it trusts Lambda.</summary>
    internal static async ValueTask<AwsError?> CheckAsync(Call call, string role, string functionName) =>
        await AssumeAsync(call, role, functionName) is null ? LambdaErrors.RoleNotAssumable : null;

    /// <returns>Null when the role cannot be assumed.</returns>
    internal static async ValueTask<FunctionCredentials?> AssumeAsync(Call call, string role, string functionName)
    {
        if (Arn.Parse(role) is not { } arn || AccountId.Parse(arn.Account) is not { } account)
        {
            return null;
        }

        var assumed = await call.As(Principal.Service(ServicePrincipal, account), ServicePrincipal).Sts.AssumeRoleAsync(new AssumeRoleRequest
        {
            RoleArn = role,
            RoleSessionName = SessionNameOf(functionName),
        });
        return assumed.TryGet(out var response) && response.Credentials is { } credentials
            ? new FunctionCredentials(credentials.AccessKeyId!, credentials.SecretAccessKey!, credentials.SessionToken!, credentials.Expiration!.Value)
            : null;
    }

    /// <summary>The same chain of calls as a session of the function's role.</summary>
    internal static Call CallAs(Call call, string role, string functionName) => call.As(Arn.Parse(role)!.Value, SessionNameOf(functionName), ServicePrincipal);

    private static string SessionNameOf(string functionName) => functionName.Length < SessionNameLengthMin ? functionName + "_" : functionName;
}
