using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Unkai.S3.Encryption;

/// <summary>AES-256 in counter mode: every byte can be read for itself, so ranges cost what they are long.</summary>
/// <remarks>Block n of the key stream is AES of (nonce + n), a big-endian number of 128 bits. Source: NIST SP 800-38A, section 6.5.</remarks>
internal sealed class CtrCipher : IDisposable
{
    internal const int NonceBytes = 16;
    private const int BlockBytes = 16;
    private const int BatchBytes = 8 * 1024;

    private readonly Aes _aes = Aes.Create();
    private readonly UInt128 _nonce;

    internal CtrCipher(byte[] key, ReadOnlySpan<byte> nonce)
    {
        _aes.Key = key;
        _nonce = BinaryPrimitives.ReadUInt128BigEndian(nonce);
    }

    public void Dispose() => _aes.Dispose();

    /// <summary>Encrypts or decrypts in place the bytes that stand at <paramref name="position"/>.</summary>
    internal void Apply(Span<byte> bytes, long position)
    {
        var stream = ArrayPool<byte>.Shared.Rent(BatchBytes);
        try
        {
            while (!bytes.IsEmpty)
            {
                var within = (int)(position % BlockBytes);
                var count = Math.Min(bytes.Length, BatchBytes - within);
                var size = (within + count + BlockBytes - 1) / BlockBytes * BlockBytes;
                var keys = stream.AsSpan(0, size);
                var block = _nonce + (UInt128)(position / BlockBytes);
                for (var at = 0; at < size; at += BlockBytes)
                {
                    BinaryPrimitives.WriteUInt128BigEndian(keys[at..], unchecked(block++));
                }

#pragma warning disable CA5358 // The block cipher's own mode is what counter mode is made of.
                _aes.EncryptEcb(keys, keys, PaddingMode.None);
#pragma warning restore CA5358
                Xor(bytes[..count], keys.Slice(within, count));
                bytes = bytes[count..];
                position += count;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(stream);
            ArrayPool<byte>.Shared.Return(stream);
        }
    }

    private static void Xor(Span<byte> bytes, ReadOnlySpan<byte> keys)
    {
        var at = 0;
        for (; at <= bytes.Length - Vector<byte>.Count; at += Vector<byte>.Count)
        {
            (new Vector<byte>(bytes[at..]) ^ new Vector<byte>(keys[at..])).CopyTo(bytes[at..]);
        }

        for (; at < bytes.Length; at++)
        {
            bytes[at] ^= keys[at];
        }
    }
}
