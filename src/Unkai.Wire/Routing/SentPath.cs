using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Unkai.Wire.Routing;

/// <summary>A request's path as it was sent, still encoded: an S3 key keeps its dots and slashes.</summary>
internal static class SentPath
{
    /// <returns>With its first slash, without the query string.</returns>
    internal static string Of(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(raw) || raw[0] != '/')
        {
            return request.Path.Value is { Length: > 0 } decoded ? Uri.EscapeDataString(decoded).Replace("%2F", "/", StringComparison.Ordinal) : "/";
        }

        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? raw : raw[..mark];
    }
}
