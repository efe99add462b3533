using Unkai.Api;
using Unkai.Cloud;

namespace Unkai.Lambda;

/// <summary>A function as a request names it: name, partial ARN or ARN, each with a qualifier or without.</summary>
internal sealed record FunctionReference(AccountId Account, string Region, string Name, string? Qualifier)
{
    internal const string Latest = "$LATEST";
    private const int NameLengthMax = 64;

    internal (AccountId Account, string Region, string Name) Key => (Account, Region, Name);

    /// <summary>Without the qualifier.</summary>
    internal string FunctionArn => ArnOf(Account, Region, Name);

    internal string QualifiedArn => Qualifier is null ? FunctionArn : $"{FunctionArn}:{Qualifier}";

    internal static string ArnOf(AccountId account, string region, string name) => $"arn:aws:lambda:{region}:{account}:function:{name}";

    /// <summary>Reads what the request says; <paramref name="qualifier"/> is the request's own, beside the name.</summary>
    internal static Outcome<FunctionReference> Parse(Call call, string? text, string? qualifier = null)
    {
        var given = text ?? "";
        var account = call.Account;
        var region = call.Region;
        string[] parts = given.Split(':');
        if (given.StartsWith("arn:", StringComparison.Ordinal))
        {
            if (parts.Length is < 7 or > 8 || parts[5] != "function" || AccountId.Parse(parts[4]) is not { } owner)
            {
                return LambdaErrors.InvalidParameter($"Invalid function ARN: {given}");
            }

            if (parts[3] != region)
            {
                return LambdaErrors.NotFound($"Functions from '{parts[3]}' are not reachable in this region ('{region}')");
            }

            account = owner;
            parts = parts[6..];
        }
        else if (parts.Length >= 2 && AccountId.Parse(parts[0]) is { } owner)
        {
            account = owner;
            parts = parts[1] == "function" ? parts[2..] : parts[1..];
        }
        else if (parts.Length >= 2 && parts[0] == "function")
        {
            parts = parts[1..];
        }

        if (parts.Length is < 1 or > 2 || parts[0].Length is 0 or > NameLengthMax)
        {
            return LambdaErrors.InvalidParameter($"1 validation error detected: Value '{given}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to {NameLengthMax}");
        }

        var named = parts.Length == 2 ? parts[1] : null;
        var asked = string.IsNullOrEmpty(qualifier) ? null : qualifier;
        return named is not null && asked is not null && named != asked
            ? LambdaErrors.InvalidParameter("The derived qualifier from the function name does not match the specified qualifier.")
            : new FunctionReference(account, region, parts[0], asked ?? named);
    }
}
