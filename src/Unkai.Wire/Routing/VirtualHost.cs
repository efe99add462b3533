namespace Unkai.Wire.Routing;

/// <summary>S3's buckets in host names.</summary>
internal static class VirtualHost
{
    private static readonly string[] s_locals = [".localhost", ".127.0.0.1"];

    /// <summary>The bucket of <c>films.s3.localhost</c>, <c>films.s3.eu-west-1.amazonaws.com</c> or <c>films.localhost</c>, or an access point's ARN; null in path style.</summary>
    public static string? Bucket(string host)
    {
        // A bucket's name may have dots, and even a label "s3": the last one counts.
        for (var end = host.Length; end > 0;)
        {
            var dot = host.LastIndexOf('.', end - 1);
            var label = host.AsSpan(dot + 1, end - dot - 1);
            if (label is "s3" || label.StartsWith("s3-"))
            {
                return dot <= 0 ? null
                    : AccessPointHost.IsLabel(label) ? AccessPointHost.Arn(host[..dot], host.AsSpan(end)) ?? host[..dot]
                    : host[..dot];
            }

            if (dot < 0)
            {
                break;
            }

            end = dot;
        }

        foreach (var local in s_locals)
        {
            if (host.Length > local.Length && host.EndsWith(local, StringComparison.OrdinalIgnoreCase))
            {
                return host[..^local.Length];
            }
        }

        return null;
    }
}
