using System.Text.Json;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Encryption;

/// <summary>How a write is to be encrypted: as it asks, or else as its bucket does by default.</summary>
/// <param name="Algorithm"><c>AES256</c>, <c>aws:kms</c> or <c>aws:kms:dsse</c>.</param>
/// <param name="Key">The customer's key, or null.</param>
/// <remarks>KMS keys are not looked up: there is no KMS here (<see cref="KmsKeys"/>).</remarks>
internal sealed record RequestedEncryption(string Algorithm, CustomerKey? Key)
{
    private const string S3Managed = "AES256";
    private const string Header = "x-amz-server-side-encryption";

    internal string? KmsKeyId { get; private init; }

    internal bool BucketKey { get; private init; }

    internal string? Context { get; private init; }

    /// <summary>Whether the entity tag says nothing of the bytes.</summary>
    internal bool HidesDigest => Key is not null || Algorithm != S3Managed;

    internal static bool IsKms(string? algorithm) => algorithm is "aws:kms" or "aws:kms:dsse";

    internal static Outcome<RequestedEncryption> Read(Call call, BucketRecord bucket, Shape request)
    {
        var key = CustomerKey.Read(request);
        if (key.IsError)
        {
            return key.Error;
        }

        var asked = TextOf(request, "ServerSideEncryption");
        var kmsKey = TextOf(request, "SSEKMSKeyId");
        var context = TextOf(request, "SSEKMSEncryptionContext");
        var bucketKey = request.Contract.Find("BucketKeyEnabled") is { } member ? request.GetBoolean(member.Slot) : null;
        if (key.Value is not null)
        {
            return asked is not null || kmsKey is not null ? S3Errors.InvalidArgument("Server Side Encryption with Customer provided key is incompatible with the encryption method specified", Header, asked)
                : bucket.Encryption?.Blocked.Contains("SSE-C") == true ? S3Errors.AccessDenied
                : new RequestedEncryption(S3Managed, key.Value);
        }

        if (asked is not (null or S3Managed) && !IsKms(asked))
        {
            return S3Errors.InvalidArgument("The encryption method specified is not supported", Header, asked);
        }

        if ((kmsKey is not null || context is not null) && !IsKms(asked))
        {
            return S3Errors.InvalidArgument("Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms or aws:kms:dsse", Header, asked);
        }

        if (context is not null && !IsContext(context))
        {
            return S3Errors.InvalidArgument(
                "The header 'x-amz-server-side-encryption-context' shall be Base64-encoded UTF-8 string holding JSON which represents a string-string map", "x-amz-server-side-encryption-context", context);
        }

        var chosen = asked ?? bucket.Encryption?.Algorithm ?? S3Managed;
        if (!IsKms(chosen))
        {
            return new RequestedEncryption(chosen, null);
        }

        var isDefault = bucket.Encryption is { } known && known.Algorithm == chosen;
        var kmsKeyArn = KmsKeys.ArnOf(call, bucket, kmsKey ?? (isDefault ? bucket.Encryption!.KmsKeyId : null));
        if (kmsKeyArn.IsError)
        {
            return kmsKeyArn.Error;
        }

        return call.Origin.Signature is not { Version: "AWS4-HMAC-SHA256" } && call.Cause is null
            ? NeedsVersion4()
            : new RequestedEncryption(chosen, null)
            {
                KmsKeyId = kmsKeyArn.Value,
                BucketKey = bucketKey ?? (isDefault && bucket.Encryption!.BucketKey),
                Context = context,
            };
    }

    /// <summary>What KMS encrypted is read by signatures that cannot be forged from old ones only.</summary>
    internal static AwsError? CheckRead(Call call, ObjectRecord record) =>
        IsKms(record.Encryption) && call.Cause is null && call.Origin.Signature is not { Version: "AWS4-HMAC-SHA256" } ? NeedsVersion4() : null;

    internal ReadOnlyMemory<byte> NewNonce(Call call) => Key is null ? default : CustomerKey.NewNonce(call.Random);

    /// <returns>Null where S3's own keys are used.</returns>
    internal SseRecord? ToRecord(Call call, ReadOnlyMemory<byte> nonce) =>
        Key is not null ? Key.ToRecord(call.Random, nonce)
        : KmsKeyId is not null ? new SseRecord { KmsKeyId = KmsKeyId, BucketKey = BucketKey, Context = Context }
        : null;

    /// <summary>The entity tag of a body with this MD5.</summary>
    internal string ETagOf(Call call, string md5Hex) => HidesDigest ? NewETag(call) : md5Hex;

    internal static string NewETag(Call call)
    {
        Span<byte> bytes = stackalloc byte[16];
        call.Random.Fill(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static AwsError NeedsVersion4() =>
        S3Errors.InvalidArgument("Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.", "Authorization", null);

    private static bool IsContext(string text)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(0, length));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().All(pair => pair.Value.ValueKind == JsonValueKind.String);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? TextOf(Shape request, string member) => request.Contract.Find(member) is { } found ? request.GetString(found.Slot) : null;
}
