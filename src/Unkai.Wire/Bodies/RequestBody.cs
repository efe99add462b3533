using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Unkai.Api;

namespace Unkai.Wire.Bodies;

/// <summary>Stacks the decoders that a request's headers ask for: aws-chunked framing, the signed hash, gzip.</summary>
internal static class RequestBody
{
    private const string Streaming = "STREAMING-";
    private const string Unsigned = "UNSIGNED-PAYLOAD";
    private const int HashDigits = 64;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <returns>What is wrong with the headers, or null.</returns>
    internal static AwsError? Prepare(HttpRequest request, bool isS3, ChunkSignature? signature)
    {
        var declared = request.Headers["x-amz-content-sha256"].ToString();
        if (isS3 && request.ContentLength is not (null or 0))
        {
            request.Body = new ClientBody(request.Body);
        }

        if (isS3 && declared.StartsWith(Streaming, StringComparison.Ordinal))
        {
            return PrepareChunked(request, declared, signature);
        }

        if (isS3)
        {
            if (request.Headers.TransferEncoding.Count > 0 && HttpMethods.IsPut(request.Method))
            {
                return new AwsError("NotImplemented", 501, "A header you provided implies functionality that is not implemented") { Extra = [new("Header", "Transfer-Encoding")] };
            }

            if (declared.Length > 0 && declared != Unsigned && !IsHash(declared))
            {
                return InvalidHash();
            }

            // Nobody reads the body of a request that has none: a hash made for it would wait for the finalizer.
            if (declared.Length != HashDigits || HasNoBody(request))
            {
                return null;
            }

            if (request.ContentLength == 0)
            {
                return HashCheckingStream.Compare(SHA256.HashData([]), Convert.FromHexString(declared), declared);
            }

            request.Body = new HashCheckingStream(request.Body, Convert.FromHexString(declared), declared);
            return null;
        }

        return Ungzip(request);
    }

    private static AwsError? PrepareChunked(HttpRequest request, string declared, ChunkSignature? signature)
    {
        var isSigned = declared is "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" or "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
        if (!isSigned && declared != "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
        {
            return declared.Contains("ECDSA", StringComparison.Ordinal)
                ? new AwsError("NotImplemented", 501, $"Unkai does not implement {declared}.")
                : InvalidHash();
        }

        var lengthText = request.Headers["x-amz-decoded-content-length"].ToString();
        if (!long.TryParse(lengthText, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return new AwsError("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
        }

        var trailers = request.Headers["x-amz-trailer"].ToString();
        request.Body = new AwsChunkedStream(request.Body, length, isSigned ? signature : null, trailers);
        request.ContentLength = length;
        request.Headers.ContentEncoding = WithoutAwsChunked(request.Headers.ContentEncoding.ToString());
        return null;
    }

    private static bool HasNoBody(HttpRequest request) =>
        request.ContentLength is null && request.Headers.TransferEncoding.Count == 0 && HttpProtocol.IsHttp11(request.Protocol);

    private static bool IsHash(string declared) => declared.Length == HashDigits && !declared.AsSpan().ContainsAnyExcept(s_hexDigits);

    private static AwsError InvalidHash() => new(
        "InvalidArgument", 400, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.");

    /// <summary>S3 keeps the object's own encodings and forgets the framing.</summary>
    private static string? WithoutAwsChunked(string encoding)
    {
        var kept = encoding.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(part => !part.Equals("aws-chunked", StringComparison.OrdinalIgnoreCase));
        var text = string.Join(',', kept);
        return text.Length == 0 ? null : text;
    }

    private static AwsError? Ungzip(HttpRequest request)
    {
        if (!request.Headers.ContentEncoding.ToString().Equals("gzip", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        request.Body = new GZipStream(request.Body, CompressionMode.Decompress);
        request.ContentLength = null;
        request.Headers.ContentEncoding = default;
        return null;
    }
}
