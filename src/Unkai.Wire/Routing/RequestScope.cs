using Microsoft.AspNetCore.Http;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Routing;

/// <summary>The service's name in the credential scope of a signature, in header or query string.</summary>
internal static class RequestScope
{
    public static string? SigningName(IHeaderDictionary headers, QueryParameters query)
    {
        foreach (var value in headers.Authorization)
        {
            if (value is not null && value.IndexOf("Credential=", StringComparison.Ordinal) is var start and >= 0)
            {
                var rest = value.AsSpan(start + "Credential=".Length);
                var end = rest.IndexOfAny(',', ' ');
                return FromCredential(end < 0 ? rest : rest[..end]);
            }

            // The S3 signature before SigV4.
            if (value is not null && value.StartsWith("AWS ", StringComparison.Ordinal))
            {
                return "s3";
            }
        }

        if (query.Find("X-Amz-Credential") is { } credential)
        {
            return FromCredential(credential);
        }

        return query.Find("AWSAccessKeyId") is not null && query.Find("Expires") is not null && query.Find("Signature") is not null ? "s3" : null;
    }

    /// <summary><c>key/date/region/service/aws4_request</c>; SigV4A has no region. The key may hold slashes.</summary>
    private static string? FromCredential(ReadOnlySpan<char> credential)
    {
        var last = credential.LastIndexOf('/');
        if (last < 0 || !credential[(last + 1)..].SequenceEqual("aws4_request"))
        {
            // A malformed scope names nothing; whose request it is, the rest of it says.
            return null;
        }

        var rest = credential[..last];
        var before = rest.LastIndexOf('/');
        return before < 0 ? null : rest[(before + 1)..].ToString();
    }
}
