using System.Security.Cryptography;
using Unkai.Api;

namespace Unkai.Wire.Bodies;

/// <summary>Passes a body through and fails at its end when it is not what x-amz-content-sha256 says.</summary>
internal sealed class HashCheckingStream(Stream inner, byte[] expected, string declared) : ForwardStream
{
    private readonly Digest _hash = new(ChecksumAlgorithm.Sha256);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (read > 0)
        {
            _hash.Append(buffer.Span[..read]);
            return read;
        }

        return Compare(_hash.Current(), expected, declared) is { } mismatch ? throw new AwsErrorException(mismatch) : 0;
    }

    /// <returns>The error, or null where both are equal.</returns>
    internal static AwsError? Compare(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected, string declared) =>
        CryptographicOperations.FixedTimeEquals(actual, expected) ? null
        : new AwsError("XAmzContentSHA256Mismatch", 400, "The provided 'x-amz-content-sha256' header does not match what was computed.")
        {
            Extra = [new("ClientComputedContentSHA256", declared), new("S3ComputedContentSHA256", Convert.ToHexStringLower(actual))],
        };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
