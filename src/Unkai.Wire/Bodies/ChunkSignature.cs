using System.Security.Cryptography;
using Unkai.Wire.Signing;

namespace Unkai.Wire.Bodies;

/// <summary>The chain of chunk signatures in a signed streaming upload: each chunk signs the one before.</summary>
/// <remarks>Source: Amazon S3 API reference, "Signature calculations for the Authorization header: transferring payload in multiple chunks".</remarks>
internal sealed class ChunkSignature(byte[] key, string signedAt, string scope, string seed)
{
    private static readonly string s_emptyHash = Convert.ToHexStringLower(SHA256.HashData([]));

    private string _previous = seed;

    internal bool Verify(ReadOnlySpan<byte> chunkHash, string signature)
    {
        using var text = new CanonicalText();
        Start(text, "AWS4-HMAC-SHA256-PAYLOAD\n"u8);
        text.Append(s_emptyHash);
        text.Append((byte)'\n');
        text.AppendHex(chunkHash);
        return Check(text, signature);
    }

    internal bool VerifyTrailer(ReadOnlySpan<byte> trailerText, string signature)
    {
        using var text = new CanonicalText();
        Start(text, "AWS4-HMAC-SHA256-TRAILER\n"u8);
        text.AppendHex(SHA256.HashData(trailerText));
        return Check(text, signature);
    }

    private void Start(CanonicalText text, ReadOnlySpan<byte> kind)
    {
        text.Append(kind);
        text.Append(signedAt);
        text.Append((byte)'\n');
        text.Append(scope);
        text.Append((byte)'\n');
        text.Append(_previous);
        text.Append((byte)'\n');
    }

    private bool Check(CanonicalText text, string signature)
    {
        var matches = SignatureVerifier.Matches(key, text.Written, signature);
        _previous = signature;
        return matches;
    }
}
