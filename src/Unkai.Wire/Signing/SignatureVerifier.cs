using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Unkai.Api;

namespace Unkai.Wire.Signing;

/// <summary>Computes what a version 4 signature must be and compares it in constant time.</summary>
internal sealed class SignatureVerifier
{
    private readonly SigningKeys _keys = new();

    internal SigningKeys Keys => _keys;

    internal byte[] SigningKey(string secret, CredentialScope scope) => _keys.Derive(secret, scope);

    /// <returns>Null when the signature is right.</returns>
    internal AwsError? Verify(HttpRequest request, RequestSignature signature, string secret, ReadOnlySpan<char> payloadHash, ErrorDialect dialect)
    {
        var scope = signature.Scope!.Value;
        if (!signature.SignedAtText.StartsWith(scope.Date, StringComparison.Ordinal) || !signature.SignedHeaders.Contains("host"))
        {
            return SignatureErrors.Mismatch(dialect);
        }

        if ((signature.Form == SignatureForm.Header || dialect == ErrorDialect.S3) && UnsignedHeader(request, signature) is { } unsigned)
        {
            return dialect == ErrorDialect.S3 ? SignatureErrors.HeaderNotSigned(unsigned) : SignatureErrors.Mismatch(dialect);
        }

        using var text = new CanonicalText();
        CanonicalRequest.Write(request, signature, payloadHash, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Written, hash);
        var canonical = dialect == ErrorDialect.S3 ? text.Length : 0;
        if (canonical == 0)
        {
            text.Clear();
        }

        text.Append(RequestSignature.Algorithm);
        text.Append((byte)'\n');
        text.Append(signature.SignedAtText);
        text.Append((byte)'\n');
        text.Append(scope.ToSigningText());
        text.Append((byte)'\n');
        text.AppendHex(hash);

        return Matches(_keys.Derive(secret, scope), text.Written[canonical..], signature.Signature) ? null
            : SignatureErrors.Mismatch(dialect, signature, text.Written[canonical..], text.Written[..canonical]);
    }

    internal static bool Matches(ReadOnlySpan<byte> key, ReadOnlySpan<byte> stringToSign, ReadOnlySpan<char> signatureHex)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, stringToSign, expected);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signatureHex.Length == 2 * HMACSHA256.HashSizeInBytes
            && Convert.FromHexString(signatureHex, given, out _, out _) == System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <summary>Verifies S3's Signature Version 2: HMAC-SHA1 over method, MD5, type, date and the resource.</summary>
    internal static bool VerifyLegacy(RequestSignature signature, string secret, ReadOnlySpan<byte> stringToSign)
    {
        Span<byte> expected = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // Signature Version 2 is HMAC-SHA1 by definition.
        HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), stringToSign, expected);
#pragma warning restore CA5350
        Span<byte> given = stackalloc byte[64];
        return Convert.TryFromBase64String(signature.Signature, given, out var length)
            && CryptographicOperations.FixedTimeEquals(expected, given[..length]);
    }

    /// <summary>A header that changes what the request means, and is not signed.</summary>
    private static string? UnsignedHeader(HttpRequest request, RequestSignature signature)
    {
        foreach (var header in request.Headers)
        {
            if (header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) && !signature.SignedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            {
                return header.Key.ToLowerInvariant();
            }
        }

        return null;
    }
}
