namespace Unkai;

/// <summary>An Amazon Resource Name: <c>arn:partition:service:region:account-id:resource</c>.</summary>
/// <remarks>Region and account are empty where a service leaves them out (S3 buckets, IAM). Source: IAM User Guide, "Amazon Resource Names".</remarks>
public readonly record struct Arn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>The longest ARN that any AWS service documents, in characters.</summary>
    public const int LengthMax = 2048;

    /// <summary>An ARN in the standard partition, <c>aws</c>.</summary>
    public static Arn Of(string service, string region, string account, string resource) =>
        new("aws", service, region, account, resource);

    /// <returns>Null when the text is no ARN.</returns>
    public static Arn? Parse(string? text)
    {
        if (text is null || text.Length > LengthMax || !text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = text.Split(':', 6);
        return parts.Length == 6 && parts[1].Length > 0 && parts[2].Length > 0 && parts[5].Length > 0
            ? new Arn(parts[1], parts[2], parts[3], parts[4], parts[5])
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
