using System.Buffers;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>How an object is encrypted beyond S3's own keys. Fields: 1 KMS key, 2 bucket key, 3 context, 4 salt, 5 hash, 6 nonce.</summary>
internal sealed record SseRecord
{
    /// <summary>The KMS key as it was given; null for others.</summary>
    public string? KmsKeyId { get; init; }

    public bool BucketKey { get; init; }

    /// <summary>The KMS encryption context, base64 of JSON, as it was given.</summary>
    public string? Context { get; init; }

    /// <summary>Random bytes before the customer's key in <see cref="KeyHash"/>.</summary>
    public ReadOnlyMemory<byte> KeySalt { get; init; }

    /// <summary>HMAC-SHA256 of the customer's key under <see cref="KeySalt"/>, by which the key is known again; empty where there is none.</summary>
    public ReadOnlyMemory<byte> KeyHash { get; init; }

    /// <summary>The first counter block of the bytes; empty where the parts have their own.</summary>
    public ReadOnlyMemory<byte> Nonce { get; init; }

    public bool IsCustomers => !KeyHash.IsEmpty;

    internal byte[] ToField()
    {
        var target = new ArrayBufferWriter<byte>();
        var writer = new FieldWriter(target);
        writer.Text(1, KmsKeyId);
        writer.Boolean(2, BucketKey);
        writer.Text(3, Context);
        writer.Bytes(4, KeySalt.Span);
        writer.Bytes(5, KeyHash.Span);
        writer.Bytes(6, Nonce.Span);
        return target.WrittenSpan.ToArray();
    }

    internal static SseRecord FromField(ReadOnlyMemory<byte> source)
    {
        var record = new SseRecord();
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            record = reader.Field switch
            {
                1 => record with { KmsKeyId = reader.Text() },
                2 => record with { BucketKey = reader.Boolean() },
                3 => record with { Context = reader.Text() },
                4 => record with { KeySalt = reader.Bytes() },
                5 => record with { KeyHash = reader.Bytes() },
                6 => record with { Nonce = reader.Bytes() },
                _ => record,
            };
        }

        return record;
    }
}
