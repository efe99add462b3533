using System.Globalization;

namespace Unkai.Storage.Embedded;

/// <summary>The layout of a checkpoint file; numbers are little-endian, <i>v</i> is variable-length (seven bits a byte, low first).</summary>
/// <remarks>
/// <code>
/// header (32 bytes):  0 8 "UNKAICKP" · 8 4 version, 1 · 12 4 CRC-32C of bytes 16 to 31 · 16 8 the store's id · 24 8 sequence of the last commit in it
/// blocks, to the end: size (4), CRC-32C of the content seeded by the block's number (4), content
///
/// The contents joined are records, the first byte saying which:
///   1 leaf:   entries v, key block (size v, bytes), values (size v, bytes) each
///   2 inner:  children v, key block (size v, bytes), number v of each child: nodes count from 1 as they come, children first
///   3 world:  id v, sequence v, number of its root v (0: empty), name (size v, bytes)
///   4 end:    number of nodes v, number of worlds v, id of the next world v; nothing follows
/// </code>
/// A node that several worlds share is one record, and is shared again after reading. Key blocks: see <see cref="KeyBlock"/>.
/// </remarks>
internal static class CheckpointFormat
{
    internal const uint Version = 1;
    internal const int HeaderBytes = 32;
    internal const int BlockHeaderBytes = 8;

    /// <summary>A block is written when it has this many bytes, and so is at most this and one record's piece.</summary>
    internal const int BlockBytes = 256 * 1024;

    internal const byte LeafRecord = 1;
    internal const byte InnerRecord = 2;
    internal const byte WorldRecord = 3;
    internal const byte EndRecord = 4;

    internal const string Folder = "checkpoint";
    internal const string Extension = ".ckp";
    internal const string TemporaryExtension = ".tmp";

    internal static ReadOnlySpan<byte> Magic => "UNKAICKP"u8;

    internal static string PathOf(ulong sequence) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{sequence:x16}{Extension}");
}
