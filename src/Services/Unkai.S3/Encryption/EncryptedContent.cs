using Unkai.Api;
using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Encryption;

/// <summary>An object's bytes, decrypted where a customer's key hides them.</summary>
internal static class EncryptedContent
{
    /// <summary>The nonces of a version's bodies, in order; none where nothing is hidden.</summary>
    internal static async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> NoncesAsync(Snapshot snapshot, ObjectRecord record) =>
        record.Sse is not { IsCustomers: true } sse ? []
        : record.UploadId is { } upload ? [.. (await PartList.ReadAsync(snapshot, upload)).Select(part => part.Value.Nonce)]
        : [sse.Nonce];

    /// <summary>A payload over a part of the bytes.</summary>
    internal static Payload Open(Call call, IReadOnlyList<Body> bodies, IReadOnlyList<ReadOnlyMemory<byte>> nonces, CustomerKey? key, ByteRange range) => key is null || range.Length == 0
        ? ObjectContent.Open(call, bodies, range)
        : Payload.FromSource(() => OpenStream(call, bodies, nonces, key, range), range.Length);

    /// <summary>A part of the bytes as a stream.</summary>
    internal static Stream OpenStream(Call call, IReadOnlyList<Body> bodies, IReadOnlyList<ReadOnlyMemory<byte>> nonces, CustomerKey? key, ByteRange range)
    {
        var stored = new BodiesStream(call.Blobs, bodies, range);
        return key is null ? stored : new DecryptingStream(stored, key.Key, bodies, nonces, range.Start);
    }

    /// <summary>Stores a stream, hidden by the key where there is one; the sinks see the plain bytes.</summary>
    internal static async ValueTask<Body> WriteAsync(Call call, Stream plain, IReadOnlyList<IByteSink> sinks, CustomerKey? key, ReadOnlyMemory<byte> nonce)
    {
        if (key is null)
        {
            return await call.Blobs.WriteAsync(plain, sinks, call.Cancellation);
        }

        await using var hidden = new EncryptingStream(plain, sinks, new CtrCipher(key.Key, nonce.Span));
        return await call.Blobs.WriteAsync(hidden, call.Cancellation);
    }
}
