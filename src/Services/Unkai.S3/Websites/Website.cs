using System.Globalization;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Websites;

/// <summary>A bucket as a website: which key a path means, and where it is sent instead.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Hosting a static website using Amazon S3" and "(Optional) Using webpage redirects".</remarks>
public sealed class Website
{
    private readonly WebsiteRecord _record;

    private Website(WebsiteRecord record) => _record = record;

    /// <summary>The key that is served with an error, or null.</summary>
    public string? ErrorKey => _record.ErrorKey;

    /// <summary>Whether the bucket is there, and its website where it is one.</summary>
    public static async ValueTask<(bool IsThere, Website? Website)> FindAsync(World world, string bucket, CancellationToken cancellation)
    {
        var record = await world.Store.ReadAsync(world.Name, snapshot => S3Tables.Buckets.GetAsync(snapshot, bucket), cancellation);
        return (record is not null, record?.Website is { } website ? new Website(website) : null);
    }

    /// <summary>The key whose object answers a path.</summary>
    public string KeyOf(string path) => path.Length == 0 || path.EndsWith('/') ? path + _record.Index : path;

    /// <summary>The index document of the folder that a path without a slash may be.</summary>
    public string FolderIndexOf(string path) => $"{path}/{_record.Index}";

    /// <summary>Where a path goes before it is looked for; null when it stays.</summary>
    public WebsiteRedirect? RedirectOf(string path) => _record.RedirectHost is { } host
        ? new WebsiteRedirect(301, _record.RedirectProtocol, host, path)
        : Redirect(path, rule => rule.ErrorCode is null);

    /// <summary>Where a path goes that fails; null when it stays.</summary>
    public WebsiteRedirect? RedirectOf(string path, int status) =>
        Redirect(path, rule => rule.ErrorCode == status.ToString(CultureInfo.InvariantCulture));

    private WebsiteRedirect? Redirect(string path, Predicate<WebsiteRuleRecord> fits)
    {
        foreach (var rule in _record.Rules)
        {
            if (fits(rule) && (rule.KeyPrefix is null || path.StartsWith(rule.KeyPrefix, StringComparison.Ordinal)))
            {
                var key = rule.ReplaceKeyWith ?? (rule.ReplaceKeyPrefixWith is { } prefix ? prefix + path[(rule.KeyPrefix?.Length ?? 0)..] : path);
                return new WebsiteRedirect(rule.HttpCode is { } code ? int.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture) : 301, rule.Protocol, rule.Host, key);
            }
        }

        return null;
    }
}
