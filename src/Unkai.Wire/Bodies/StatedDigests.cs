using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Unkai.Api;

namespace Unkai.Wire.Bodies;

/// <summary>What a request's headers state of a body that is read whole: <c>Content-MD5</c> and <c>x-amz-checksum-…</c>.</summary>
/// <remarks>Source: Amazon S3 API reference, "Common request headers"; User Guide, "Checking object integrity".</remarks>
internal static class StatedDigests
{
    internal const string ChecksumPrefix = "x-amz-checksum-";

    /// <returns>The error of a digest that is none, or of another body; null when all are right.</returns>
    internal static AwsError? Check(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        if (headers.ContentMD5 is [{ } stated])
        {
            Span<byte> expected = stackalloc byte[MD5.HashSizeInBytes];
            if (!TryDecode(stated, expected))
            {
                return new AwsError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
            }

#pragma warning disable CA5351 // What the header is by definition.
            if (!expected.SequenceEqual(MD5.HashData(body)))
#pragma warning restore CA5351
            {
                return new AwsError("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
            }
        }

        foreach (var (name, value) in headers)
        {
            if (name.StartsWith(ChecksumPrefix, StringComparison.OrdinalIgnoreCase) && Checksums.Parse(name[ChecksumPrefix.Length..]) is { } algorithm
                && CheckOne(algorithm, value.ToString(), body) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static AwsError? CheckOne(ChecksumAlgorithm algorithm, string stated, ReadOnlySpan<byte> body)
    {
        var checksum = Checksums.Create(algorithm);
        using var disposable = checksum as IDisposable;
        Span<byte> expected = stackalloc byte[checksum.LengthBytes];
        if (!TryDecode(stated, expected))
        {
            return new AwsError("InvalidRequest", 400, $"Value for {ChecksumPrefix}{Checksums.NameOf(algorithm).ToLowerInvariant()} header is invalid.");
        }

        checksum.Append(body);
        return expected.SequenceEqual(checksum.Current()) ? null
            : new AwsError("BadDigest", 400, $"The {Checksums.NameOf(algorithm)} you specified did not match the calculated checksum.");
    }

    private static bool TryDecode(string text, Span<byte> bytes) =>
        text.Length == (bytes.Length + 2) / 3 * 4 && Convert.TryFromBase64String(text, bytes, out var written) && written == bytes.Length;
}
