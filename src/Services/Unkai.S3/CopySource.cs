namespace Unkai.S3;

/// <summary>The x-amz-copy-source header: <c>[/]bucket/key[?versionId=id]</c> or <c>arn:aws:s3:region:account:accesspoint/name/object/key</c>, URL-encoded.</summary>
internal sealed record CopySource(string Bucket, string Key, string? VersionId)
{
    private const string VersionQuery = "?versionId=";
    private const string Objects = "/object/";

    /// <returns>Null when the header names no object.</returns>
    internal static CopySource? Parse(string? header)
    {
        var text = header ?? "";
        string? version = null;
        var query = text.LastIndexOf(VersionQuery, StringComparison.Ordinal);
        if (query >= 0)
        {
            version = text[(query + VersionQuery.Length)..];
            text = text[..query];
        }

        text = Uri.UnescapeDataString(text).TrimStart('/');
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            var objects = text.IndexOf(Objects, StringComparison.Ordinal);
            return objects < 0 || objects + Objects.Length == text.Length ? null : new CopySource(text[..objects], text[(objects + Objects.Length)..], version is "" ? null : version);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash <= 0 || slash == text.Length - 1 ? null : new CopySource(text[..slash], text[(slash + 1)..], version is "" ? null : version);
    }

    /// <summary>The header that says this.</summary>
    public override string ToString() => $"{Bucket}/{Uri.EscapeDataString(Key)}{(VersionId is null ? "" : VersionQuery + VersionId)}";
}
