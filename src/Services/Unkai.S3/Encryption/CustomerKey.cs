using System.Security.Cryptography;
using Unkai.Api;
using Unkai.S3.Model;

namespace Unkai.S3.Encryption;

/// <summary>A key that the customer brings with each request. It is never stored: only a salted hash by which it is known again.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Using server-side encryption with customer-provided keys (SSE-C)". S3 wants HTTPS for these; there is no TLS here, so HTTP is taken.</remarks>
internal sealed record CustomerKey(byte[] Key, string Md5)
{
    private const int KeyBytes = 32;
    private const string Algorithm = "AES256";
    private const string Family = "Requests specifying Server Side Encryption with Customer provided keys must provide";

    private static AwsError Needed { get; } = S3Errors.InvalidRequest("The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.");

    private static AwsError NotApplicable { get; } = S3Errors.InvalidRequest("The encryption parameters are not applicable to this object.");

    /// <summary>Reads the three headers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="of"><c>CopySource</c> for the key of a copy's source.</param>
    /// <returns>Null when there are none.</returns>
    internal static Outcome<CustomerKey?> Read(Shape request, string of = "")
    {
        var algorithm = TextOf(request, of + "SSECustomerAlgorithm");
        var text = TextOf(request, of + "SSECustomerKey");
        var md5 = TextOf(request, of + "SSECustomerKeyMD5");
        if (algorithm is null && text is null && md5 is null)
        {
            return default(CustomerKey);
        }

        var header = of.Length == 0 ? "x-amz-server-side-encryption" : "x-amz-copy-source-server-side-encryption";
        if (algorithm is null)
        {
            return S3Errors.InvalidArgument($"{Family} a valid encryption algorithm.", header, null);
        }

        if (algorithm != Algorithm)
        {
            return new AwsError("InvalidEncryptionAlgorithmError", 400, "The encryption request you specified is not valid. The valid value is AES256.") { Extra = [new("ArgumentName", header), new("ArgumentValue", algorithm)] };
        }

        if (text is null)
        {
            return S3Errors.InvalidArgument($"{Family} an appropriate secret key.", header, null);
        }

        if (md5 is null)
        {
            return S3Errors.InvalidArgument($"{Family} the client calculated MD5 of the secret key.", header, null);
        }

        var key = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, key, out var length) || length != KeyBytes)
        {
            return S3Errors.InvalidArgument("The secret key was invalid for the specified algorithm.", header, null);
        }

        key = key[..length];
#pragma warning disable CA5351 // The header's digest is MD5 by S3's definition.
        var digest = Convert.ToBase64String(MD5.HashData(key));
#pragma warning restore CA5351
        return digest == md5 ? new CustomerKey(key, md5) : S3Errors.InvalidArgument("The calculated MD5 hash of the key did not match the hash that was provided.", header, null);
    }

    /// <summary>Whether an object may be read with this key, or without any.</summary>
    internal static AwsError? Check(CustomerKey? key, SseRecord? sse) =>
        sse is not { IsCustomers: true } ? key is null ? null : NotApplicable
        : key is null ? Needed
        : key.Fits(sse) ? null
        : S3Errors.AccessDenied;

    internal bool Fits(SseRecord sse) => CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(sse.KeySalt.Span, Key), sse.KeyHash.Span);

    /// <summary>What is stored of the key.</summary>
    internal SseRecord ToRecord(IRandomSource random, ReadOnlyMemory<byte> nonce)
    {
        var salt = new byte[HMACSHA256.HashSizeInBytes];
        random.Fill(salt);
        return new SseRecord { KeySalt = salt, KeyHash = HMACSHA256.HashData(salt, Key), Nonce = nonce };
    }

    internal static byte[] NewNonce(IRandomSource random)
    {
        var nonce = new byte[CtrCipher.NonceBytes];
        random.Fill(nonce);
        return nonce;
    }

    private static string? TextOf(Shape request, string member) => request.Contract.Find(member) is { } found ? request.GetString(found.Slot) : null;
}
