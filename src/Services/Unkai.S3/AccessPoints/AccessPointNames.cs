using System.Buffers;

namespace Unkai.S3.AccessPoints;

/// <summary>The names that access points may have, and the ways in which requests name them where they could name a bucket.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Access points naming rules, restrictions, and limitations".</remarks>
internal static class AccessPointNames
{
    internal const string AliasSuffix = "-s3alias";
    internal const int AliasLettersCount = 34;
    internal const string AliasLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const int LengthMin = 3;
    private const int LengthMax = 50;
    private const int AliasNameLengthMax = 20;
    private const int AccountLength = 12;

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    internal static bool IsValid(string name) =>
        name.Length is >= LengthMin and <= LengthMax && !name.AsSpan().ContainsAnyExcept(s_allowed) && name[0] != '-' && name[^1] != '-'
        && !name.EndsWith(AliasSuffix, StringComparison.Ordinal) && !name.StartsWith("xn--", StringComparison.Ordinal);

    /// <summary>A bucket-style alias, which begins as the name does.</summary>
    internal static string AliasOf(string name, string letters) => $"{name[..Math.Min(name.Length, AliasNameLengthMax)].TrimEnd('-')}-{letters}{AliasSuffix}";

    internal static bool IsArn(string name) => name.StartsWith("arn:", StringComparison.Ordinal);

    internal static bool IsAlias(string name) => name.EndsWith(AliasSuffix, StringComparison.Ordinal);

    /// <summary>Reads <c>arn:aws:s3:region:account:accesspoint/name</c>.</summary>
    /// <returns>Null when the ARN is another thing's.</returns>
    internal static AccessPointId? ParseArn(string arn) =>
        arn.Split(':', 6) is ["arn", _, "s3", { Length: > 0 } region, { Length: AccountLength } account, var resource]
        && resource.Length > Kind.Length && resource.StartsWith(Kind, StringComparison.Ordinal) && resource[Kind.Length] is '/' or ':'
        && IsValid(resource[(Kind.Length + 1)..])
            ? new AccessPointId(region, account, resource[(Kind.Length + 1)..])
            : null;

    /// <summary>Reads <c>name-account</c>, as SDKs put it before an endpoint of one's own.</summary>
    internal static AccessPointId? ParseHost(string label, string region)
    {
        var hyphen = label.Length - AccountLength - 1;
        return hyphen >= LengthMin && label[hyphen] == '-' && !label.AsSpan(hyphen + 1).ContainsAnyExceptInRange('0', '9') && IsValid(label[..hyphen])
            ? new AccessPointId(region, label[(hyphen + 1)..], label[..hyphen])
            : null;
    }

    private const string Kind = "accesspoint";
}
