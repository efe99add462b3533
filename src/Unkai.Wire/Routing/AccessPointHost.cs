namespace Unkai.Wire.Routing;

/// <summary>S3's access points in host names: <c>orders-111122223333.s3-accesspoint.eu-west-1.amazonaws.com</c>.</summary>
internal static class AccessPointHost
{
    private const string Label = "s3-accesspoint";
    private const int AccountLength = 12;

    /// <summary>Whether a label is that of access points' endpoints, FIPS ones included.</summary>
    public static bool IsLabel(ReadOnlySpan<char> label) => label is Label or Label + "-fips";

    /// <summary>The access point's ARN.</summary>
    /// <param name="name">What stands before the label: name, hyphen, account.</param>
    /// <param name="after">What stands behind it, with its dot: <c>.dualstack.eu-west-1.amazonaws.com</c>.</param>
    /// <returns>Null when these name no access point.</returns>
    public static string? Arn(string name, ReadOnlySpan<char> after)
    {
        var hyphen = name.LastIndexOf('-');
        var account = name.AsSpan(hyphen + 1);
        if (hyphen <= 0 || account.Length != AccountLength || account.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var rest = after.TrimStart('.');
        rest = rest.StartsWith("dualstack.") ? rest["dualstack.".Length..] : rest;
        var dot = rest.IndexOf('.');
        var region = dot < 0 ? rest : rest[..dot];
        return region.Count('-') < 2 ? null : $"arn:aws:s3:{region}:{account}:accesspoint/{name[..hyphen]}";
    }
}
