using System.Buffers;
using Microsoft.AspNetCore.Http;
using Unkai.Wire.Protocols.Query;

namespace Unkai.Wire.Signing;

/// <summary>Headers that a presigned URL has in its query string, so that whoever uses it need not know of them (<c>x-amz-meta-…</c>, <c>x-amz-acl</c>).</summary>
/// <remarks>
/// S3 takes them for headers, but for tags and checksums, which it passes over: SDKs put there the checksum of a body that they did not have yet.
/// Sources: aws/aws-sdk-js-v3 issues 4694 and 3496, aws/aws-sdk-go-v2 issue 2610 and pull request 1017; Amazon S3 User Guide, "Requester Pays buckets".
/// </remarks>
public static class HoistedHeaders
{
    private const string Prefix = "x-amz-";

    private static readonly HashSet<string> s_signing = new(StringComparer.OrdinalIgnoreCase)
    {
        "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-Content-Sha256",
    };

    private static readonly string[] s_passedOver = ["x-amz-tagging", "x-amz-checksum-", "x-amz-sdk-checksum-", "x-amz-trailer", "x-amz-decoded-content-length", "x-amz-copy-source"];

    /// <summary>What a header's name is made of.</summary>
    /// <remarks>Source: RFC 9110, section 5.6.2.</remarks>
    private static readonly SearchValues<char> s_token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Whether a URL may carry a header of this name. Some SDKs sign it as a header too, and still nobody need send it.</summary>
    /// <remarks>Source: URLs that the AWS SDK for JavaScript, version 2, makes with metadata.</remarks>
    internal static bool Has(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes headers of them where the request has none of that name. The signature, which covers the query string, must have been verified.</summary>
    public static void Lift(HttpRequest request, RequestSignature signature, QueryParameters query)
    {
        if (signature.Form is not (SignatureForm.Query or SignatureForm.LegacyQuery))
        {
            return;
        }

        for (var i = 0; i < query.Count; i++)
        {
            var (name, value) = query[i];
            if (Has(name) && value.Length > 0 && !s_signing.Contains(name)
                && !Array.Exists(s_passedOver, part => name.StartsWith(part, StringComparison.OrdinalIgnoreCase)) && !request.Headers.ContainsKey(name)
                && !name.AsSpan().ContainsAnyExcept(s_token) && !value.Any(char.IsControl))
            {
                request.Headers[name] = value;
            }
        }
    }
}
