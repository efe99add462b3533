using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Unkai.Wire.Signing;

/// <summary>The canonical request of Signature Version 4.</summary>
/// <remarks>Source: IAM User Guide, "Create a signed AWS API request", step 1. S3 encodes the path once; all others normalise it and encode it twice.</remarks>
internal static class CanonicalRequest
{
    private const int QueryParametersMax = 1000;

    internal static void Write(HttpRequest request, RequestSignature signature, ReadOnlySpan<char> payloadHash, CanonicalText target)
    {
        var isS3 = signature.Scope!.Value.Service is "s3" or "s3express" or "s3-outposts" or "s3-object-lambda";
        var raw = RawTarget(request);
        var question = raw.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? raw : raw[..question];
        var query = question < 0 ? "" : raw[(question + 1)..];

        target.Append(request.Method);
        target.Append((byte)'\n');
        WritePath(path, isS3, target);
        target.Append((byte)'\n');
        WriteQuery(query, signature.Form == SignatureForm.Query, target);
        target.Append((byte)'\n');
        foreach (var name in signature.SignedHeaders)
        {
            target.Append(name);
            target.Append((byte)':');
            WriteHeader(request, signature, name, target);
            target.Append((byte)'\n');
        }

        target.Append((byte)'\n');
        for (var i = 0; i < signature.SignedHeaders.Length; i++)
        {
            if (i > 0)
            {
                target.Append((byte)';');
            }

            target.Append(signature.SignedHeaders[i]);
        }

        target.Append((byte)'\n');
        target.Append(payloadHash);
    }

    private static string RawTarget(HttpRequest request)
    {
        var raw = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(raw))
        {
            return request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        }

        return raw;
    }

    private static void WritePath(string path, bool isS3, CanonicalText target)
    {
        if (path.Length == 0)
        {
            target.Append((byte)'/');
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(path.Length * 3);
        try
        {
            if (isS3)
            {
                UriEncoding.Encode(buffer.AsSpan(0, UriEncoding.Decode(path, buffer)), keepSlash: true, target);
            }
            else
            {
                var normalised = Normalise(path);
                UriEncoding.Encode(buffer.AsSpan(0, Encoding.UTF8.GetBytes(normalised, buffer)), keepSlash: true, target);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Removes empty and dot segments, as RFC 3986 does; a slash at the end stays.</summary>
    private static string Normalise(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                if (kept.Count > 0)
                {
                    kept.RemoveAt(kept.Count - 1);
                }
            }
            else if (segment.Length > 0 && segment != ".")
            {
                kept.Add(segment);
            }
        }

        return kept.Count == 0 ? "/" : $"/{string.Join('/', kept)}{(path.EndsWith('/') ? "/" : "")}";
    }

    private static void WriteQuery(string query, bool isPresigned, CanonicalText target)
    {
        if (query.Length == 0)
        {
            return;
        }

        var pairs = new List<(string Name, string Value)>();
        using var text = new CanonicalText();
        var buffer = ArrayPool<byte>.Shared.Rent(query.Length * 3);
        try
        {
            foreach (var range in query.AsSpan().Split('&'))
            {
                var pair = query.AsSpan()[range];
                if (pair.IsEmpty || pairs.Count == QueryParametersMax)
                {
                    continue;
                }

                var equals = pair.IndexOf('=');
                var name = Recode(equals < 0 ? pair : pair[..equals], buffer, text);
                if (!isPresigned || name != "X-Amz-Signature")
                {
                    pairs.Add((name, equals < 0 ? "" : Recode(pair[(equals + 1)..], buffer, text)));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        pairs.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name) is not 0 and var order ? order : string.CompareOrdinal(left.Value, right.Value));
        for (var i = 0; i < pairs.Count; i++)
        {
            if (i > 0)
            {
                target.Append((byte)'&');
            }

            target.Append(pairs[i].Name);
            target.Append((byte)'=');
            target.Append(pairs[i].Value);
        }
    }

    private static string Recode(ReadOnlySpan<char> part, byte[] buffer, CanonicalText text)
    {
        text.Clear();
        UriEncoding.Encode(buffer.AsSpan(0, UriEncoding.Decode(part, buffer)), keepSlash: false, text);
        return Encoding.ASCII.GetString(text.Written);
    }

    private static void WriteHeader(HttpRequest request, RequestSignature signature, string name, CanonicalText target)
    {
        var values = request.Headers[name];
        if (values.Count == 0 && signature.Form == SignatureForm.Query && HoistedHeaders.Has(name))
        {
            values = request.Query[name];
        }

        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0)
            {
                target.Append((byte)',');
            }

            var blank = false;
            foreach (var c in values[i].AsSpan().Trim())
            {
                if (c == ' ' && blank)
                {
                    continue;
                }

                blank = c == ' ';
                target.Append([c]);
            }
        }
    }
}
