using Microsoft.AspNetCore.Http;

namespace Unkai.Wire.Routing;

/// <summary>Which bucket and key a request's host and path mean, whatever its method.</summary>
/// <param name="Bucket">Null for the service itself.</param>
/// <param name="Key">Decoded; empty for the bucket.</param>
public sealed record S3Address(string? Bucket, string Key)
{
    private const string Website = "s3-website";

    /// <returns>Null when the host is another service's.</returns>
    public static S3Address? Of(HttpRequest request)
    {
        var host = request.Host.Host;
        if (ServiceDirectory.Default.ByHost(host) is { } summary && summary.SigningName != "s3")
        {
            return null;
        }

        var path = SentPath.Of(request)[1..];
        if (VirtualHost.Bucket(host) is { } bucket)
        {
            return new S3Address(bucket, Uri.UnescapeDataString(path));
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return path.Length == 0 ? new S3Address(null, "")
            : slash < 0 ? new S3Address(Uri.UnescapeDataString(path), "")
            : new S3Address(Uri.UnescapeDataString(path[..slash]), Uri.UnescapeDataString(path[(slash + 1)..]));
    }

    /// <summary>The bucket whose website a host is: <c>films.s3-website-us-east-1.amazonaws.com</c>, <c>films.s3-website.us-east-1.localhost</c>.</summary>
    /// <returns>Null for every other host.</returns>
    public static string? WebsiteBucket(string host)
    {
        // A bucket's name may itself have dots: the last such label counts.
        for (var end = host.Length; end > 0;)
        {
            var dot = host.LastIndexOf('.', end - 1);
            var label = host.AsSpan(dot + 1, end - dot - 1);
            if (label.Equals(Website, StringComparison.OrdinalIgnoreCase) || label.StartsWith(Website + "-", StringComparison.OrdinalIgnoreCase))
            {
                return dot <= 0 ? null : host[..dot];
            }

            end = dot;
        }

        return null;
    }
}
