using Unkai.Cloud.Authorization;

namespace Unkai.S3.AccessControl;

/// <summary>Whether a bucket's policy lets strangers in.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", The meaning of "public", Bucket policies.</remarks>
internal static class PublicPolicy
{
    /// <summary>Address ranges wider than these hold for everyone: /8 of IPv4, /32 of IPv6.</summary>
    private const int V4BitsMin = 8;
    private const int V6BitsMin = 32;

    private static readonly HashSet<string> s_fixing = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceArn", "aws:SourceVpc", "aws:SourceVpce", "aws:SourceOwner", "aws:SourceAccount",
        "aws:userid", "aws:username", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:DataAccessPointArn", "s3:DataAccessPointAccount",
    };

    internal static bool IsPublic(PolicyDocument policy) => policy.Statements.Any(IsPublic);

    private static bool IsPublic(PolicyStatement statement) =>
        statement.Effect == PolicyEffect.Allow
        && (statement.NotPrincipals is not null || statement.Principals is { IsEveryone: true } || statement.Principals?.Aws.Any(name => name.Contains('*', StringComparison.Ordinal)) == true)
        && !statement.Conditions.Any(Fixes);

    private static bool Fixes(PolicyCondition condition)
    {
        if (condition.IfExists || condition.Set == ConditionSet.ForAllValues)
        {
            return false;
        }

        if (condition.Key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase))
        {
            return condition.Operator == ConditionOperator.IpAddress && condition.Values.All(IsNarrow);
        }

        return s_fixing.Contains(condition.Key)
            && condition.Operator is ConditionOperator.StringEquals or ConditionOperator.StringEqualsIgnoreCase or ConditionOperator.StringLike or ConditionOperator.ArnEquals or ConditionOperator.ArnLike
            && condition.Values.All(value => IsFixed(condition.Key, value));
    }

    /// <summary>No variable, and a wildcard only where it stays within one account.</summary>
    private static bool IsFixed(string key, string value) =>
        !value.Contains("${", StringComparison.Ordinal)
        && (value.AsSpan().IndexOfAny('*', '?') < 0
            || (key.EndsWith("Arn", StringComparison.OrdinalIgnoreCase) && value.Split(':', 6) is [_, _, _, _, { Length: 12 } account, _] && account.All(char.IsAsciiDigit)));

    private static bool IsNarrow(string range)
    {
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || (int.TryParse(range.AsSpan(slash + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bits)
            && bits >= (range.Contains(':', StringComparison.Ordinal) ? V6BitsMin : V4BitsMin));
    }
}
