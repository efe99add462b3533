using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Unkai.Wire.Signing;

/// <summary>The string that S3's Signature Version 2 signs.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Signing and authenticating REST requests (AWS signature version 2)".</remarks>
internal static class LegacyStringToSign
{
    private static readonly string[] s_subresources =
    [
        // Those that clients sign (botocore's HmacV1Auth); newer ones were never added.
        "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location", "logging", "metrics", "notification",
        "object-lock", "partNumber", "policy", "replication", "requestPayment",
        "response-cache-control", "response-content-disposition", "response-content-encoding", "response-content-language",
        "response-content-type", "response-expires", "restore", "select", "select-type", "storageClass", "tagging", "torrent", "uploadId", "uploads",
        "versionId", "versioning", "versions", "website",
    ];

    internal static byte[] Build(HttpRequest request, RequestSignature signature, string? virtualBucket)
    {
        var text = new StringBuilder();
        var hasAmzDate = request.Headers.ContainsKey("x-amz-date");
        var date = signature.Form == SignatureForm.LegacyQuery ? request.Query["Expires"].ToString() : hasAmzDate ? "" : request.Headers.Date.ToString();
        text.Append(request.Method).Append('\n')
            .Append(Of(request, signature, "Content-MD5")).Append('\n')
            .Append(Of(request, signature, "Content-Type")).Append('\n')
            .Append(date).Append('\n');
        foreach (var (name, value) in AmzHeaders(request, signature))
        {
            text.Append(name).Append(':').Append(value).Append('\n');
        }

        if (virtualBucket is not null)
        {
            text.Append('/').Append(virtualBucket);
        }

        text.Append(PathOf(request));
        var separator = '?';
        foreach (var name in s_subresources)
        {
            if (request.Query.TryGetValue(name, out var value))
            {
                text.Append(separator).Append(name);
                if (value.ToString() is { Length: > 0 } given)
                {
                    text.Append('=').Append(given);
                }

                separator = '&';
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A header, which a URL may have in its query string.</summary>
    private static string Of(HttpRequest request, RequestSignature signature, string name) =>
        request.Headers[name].ToString() is { Length: > 0 } given ? given
        : signature.Form == SignatureForm.LegacyQuery ? request.Query[name].ToString() : "";

    /// <summary>In order; those of a URL's query string too.</summary>
    private static SortedDictionary<string, string> AmzHeaders(HttpRequest request, RequestSignature signature)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Headers.Concat(signature.Form == SignatureForm.LegacyQuery ? request.Query : []))
        {
            if (name.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase))
            {
                all.TryAdd(name.ToLowerInvariant(), string.Join(',', values.Select(value => value?.Trim())));
            }
        }

        return all;
    }

    /// <summary>The path as the client wrote it.</summary>
    private static string PathOf(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        return string.IsNullOrEmpty(raw) || raw[0] != '/' ? request.Path.ToUriComponent() : raw.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? raw[..mark] : raw;
    }
}
