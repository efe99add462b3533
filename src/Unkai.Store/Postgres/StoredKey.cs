using System.Security.Cryptography;

namespace Unkai.Storage.Postgres;

/// <summary>How a key lies in its row: what fits an index (2,704 bytes) is whole; of a longer one the head is, with a digest of all of it beside.</summary>
internal static class StoredKey
{
    /// <summary>The longest key that is whole, in bytes. In the schema's functions too.</summary>
    internal const int HeadBytesMax = 2400;

    internal static bool IsLong(byte[]? key) => key is { Length: > HeadBytesMax };

    internal static byte[] Head(byte[] key) => IsLong(key) ? key[..HeadBytesMax] : key;

    internal static byte[] Digest(byte[] key) => IsLong(key) ? SHA256.HashData(key) : [];
}
