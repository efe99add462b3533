using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage.Transfer;

/// <summary>The layout of an exported world; numbers are little-endian, <i>v</i> is variable-length (seven bits a byte, low first).</summary>
/// <remarks>
/// <code>
/// header (16 bytes):  0 8 "UNKAIWLD" · 8 4 version, 1 · 12 4 CRC-32C of the first 12 bytes, seeded by the version
/// blocks, to the end: size (4), CRC-32C of the content seeded by the block's number (4), content
///
/// The contents joined are records, the first byte saying which, in this order:
///   1 world: name (size v, bytes)
///   2 blob:  SHA-256 (32), length v, bytes; each blob that the world refers to, once
///   3 entry: key (size v, bytes), value (size v, bytes); in the order of keys
///   4 end:   number of blobs v, number of entries v, a sequence that no stamp in the world is above v; nothing follows
/// </code>
/// </remarks>
internal static class WorldFileFormat
{
    internal const uint Version = 1;
    internal const int HeaderBytes = 16;
    internal const int BlockHeaderBytes = 8;
    internal const int BlockBytes = 256 * 1024;

    internal const byte WorldRecord = 1;
    internal const byte BlobRecord = 2;
    internal const byte EntryRecord = 3;
    internal const byte EndRecord = 4;

    /// <summary>What a world is called while it is imported: this and 16 hexadecimal digits.</summary>
    internal const string StagingPrefix = "importing-";

    internal const int StagingDigits = 16;

    internal static ReadOnlySpan<byte> Magic => "UNKAIWLD"u8;

    internal static byte[] Header()
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Embedded.Crc32C.Of(header.AsSpan(0, 12), Version));
        return header;
    }

    internal static void CheckHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderBytes || !header.StartsWith(Magic))
        {
            throw new WorldFileException("This is no exported world.");
        }

        var version = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != Embedded.Crc32C.Of(header[..12], version))
        {
            throw new WorldFileException("The exported world is damaged in its first bytes.");
        }

        if (version != Version)
        {
            throw new WorldFileException(string.Create(
                CultureInfo.InvariantCulture, $"The exported world is of version {version}; this Unkai reads version {Version}. Import it with the Unkai that wrote it, or a newer one."));
        }
    }
}
