using System.Security.Cryptography;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Checksumming;
using Unkai.S3.Encryption;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>Takes a request's body in, checking what the request says of it: length, MD5 and one flexible checksum, in one pass.</summary>
internal sealed class BodyIntake
{
    /// <summary>The largest body of one PutObject or UploadPart, in bytes: 5 GiB.</summary>
    internal const long BytesMax = 5L * 1024 * 1024 * 1024;

    private BodyIntake(Body body, string md5Hex, ChecksumAlgorithm? algorithm, byte[]? checksum)
    {
        Body = body;
        Md5Hex = md5Hex;
        Algorithm = algorithm;
        Checksum = checksum;
    }

    internal Body Body { get; }

    internal string Md5Hex { get; }

    /// <summary>Whether the request stated a digest of the body.</summary>
    internal bool IsStated { get; private init; }

    /// <summary>Whether the request stated a checksum of its own, in a header or a trailer.</summary>
    internal bool StatesChecksum { get; private init; }

    internal ChecksumAlgorithm? Algorithm { get; }

    internal byte[]? Checksum { get; }

    internal string? ChecksumText => Checksum is null ? null : Convert.ToBase64String(Checksum);

    internal string? AlgorithmName => Algorithm is { } algorithm ? Checksums.NameOf(algorithm) : null;

    /// <summary>Reads the body.</summary>
    /// <param name="call">The call.</param>
    /// <param name="payload">The body; null for none.</param>
    /// <param name="contentMd5">The Content-MD5 header, or null.</param>
    /// <param name="stated">The checksum that the request's headers state.</param>
    /// <param name="fallback">The algorithm to compute where the request states none; null for none.</param>
    /// <param name="key">The customer's key that hides the bytes; null for none.</param>
    /// <param name="nonce">The first counter block for it.</param>
    internal static async ValueTask<Outcome<BodyIntake>> ReadAsync(Call call, Payload? payload, string? contentMd5, StatedChecksum stated, ChecksumAlgorithm? fallback, CustomerKey? key = null, ReadOnlyMemory<byte> nonce = default)
    {
        payload ??= Payload.Empty;
        if (payload.Length is not { } length)
        {
            return S3Errors.MissingContentLength;
        }

        if (length > BytesMax)
        {
            return S3Errors.EntityTooLarge(length);
        }

        byte[]? expectedMd5 = null;
        if (contentMd5 is not null && !TryDecode(contentMd5, MD5.HashSizeInBytes, out expectedMd5))
        {
            return S3Errors.InvalidDigest(contentMd5);
        }

        await using var stream = payload.OpenRead();
        var trailers = stream as ITrailers;
        if (stated.WithTrailers(trailers) is var combined && combined.IsError)
        {
            return combined.Error;
        }

        var wanted = combined.Value;
        var algorithm = wanted.Algorithm ?? fallback;
        using var md5 = new Digest(ChecksumAlgorithm.Md5);
        var checksum = algorithm is { } known ? Checksums.Create(known) : null;
        IByteSink[] sinks = checksum is null ? [new ChecksumSink(md5)] : [new ChecksumSink(md5), new ChecksumSink(checksum)];
        var body = await EncryptedContent.WriteAsync(call, stream, sinks, key, nonce);
        if (body.Length != length)
        {
            return S3Errors.IncompleteBody;
        }

        var actualMd5 = md5.Current();
        if (expectedMd5 is not null && !expectedMd5.AsSpan().SequenceEqual(actualMd5))
        {
            return S3Errors.ContentMd5Mismatch(expectedMd5, actualMd5);
        }

        var actual = checksum?.Current();
        var expectedText = wanted.Value ?? (wanted.TrailerName is { } name ? trailers?.Find(name) : null);
        if (expectedText is not null)
        {
            if (!TryDecode(expectedText, checksum!.LengthBytes, out var expected))
            {
                return S3Errors.InvalidRequest($"Value for x-amz-checksum-{Checksums.NameOf(algorithm!.Value).ToLowerInvariant()} {(wanted.Value is null ? "trailing " : "")}header is invalid.");
            }

            if (!expected.AsSpan().SequenceEqual(actual))
            {
                return S3Errors.BadDigest(Checksums.NameOf(algorithm!.Value));
            }
        }

        return new BodyIntake(body, Convert.ToHexStringLower(actualMd5), algorithm, actual) { IsStated = contentMd5 is not null || expectedText is not null, StatesChecksum = expectedText is not null };
    }

    private static bool TryDecode(string text, int lengthBytes, out byte[] bytes)
    {
        bytes = new byte[lengthBytes];
        return text.Length == (lengthBytes + 2) / 3 * 4 && Convert.TryFromBase64String(text, bytes, out var written) && written == lengthBytes;
    }
}
