using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage.Embedded;

/// <summary>The layout of log segments; numbers are little-endian.</summary>
/// <remarks>
/// <code>
/// segment header (40 bytes)                         batch header (32 bytes)
///  0  8  "UNKAILOG"                                  0  4  "UKBT"
///  8  4  version, 1                                  4  4  CRC-32C of all that follows, seeded by the segment
/// 12  4  CRC-32C of bytes 16 to 39                   8  4  bytes of the frames
/// 16  8  the store's id                             12  4  number of frames; 0 in the mark of a clean stop
/// 24  8  sequence of the first frame                16  8  sequence of the first frame; the others follow by one (see 5)
/// 32  8  synced: commits that were on the medium    24  8  synced, when the batch was written
///
/// frame: size of the rest (4), kind (1), then
///   1 commit: world (4), operations up to the end: 1 put: key, value · 2 delete: key · 3 delete range: start, end · 4 delete from: start
///   2 create: world (4), name    3 fork: from (4), to (4), name    4 delete: world (4)
///   5 skip: the sequence (8) that this frame counts as; the next frame follows that one
/// keys, values and names: size (variable-length, seven bits a byte, low first), bytes
/// </code>
/// After the last batch come zeros or the file's end. The seed of a segment's checksums comes from the store's id, which is random and told to nobody, and
/// the sequence in the file's name: so a client's bytes are never taken for a batch when damage is looked over, and a damaged header hides no batch.
/// </remarks>
internal static class LogFormat
{
    internal const uint Version = 1;
    internal const int SegmentHeaderBytes = 40;
    internal const int BatchHeaderBytes = 32;
    internal const int FrameHeaderBytes = 5;

    /// <summary>The most bytes of frames in a batch: a full buffer and one more transaction, encoded.</summary>
    internal const int BatchBytesMax = 320 * 1024 * 1024;

    internal const byte Commit = 1;
    internal const byte Create = 2;
    internal const byte Fork = 3;
    internal const byte Delete = 4;
    internal const byte Skip = 5;

    internal const byte PutOperation = 1;
    internal const byte DeleteOperation = 2;
    internal const byte DeleteRangeOperation = 3;
    internal const byte DeleteFromOperation = 4;

    internal const string Folder = "log";

    internal static ReadOnlySpan<byte> SegmentMagic => "UNKAILOG"u8;

    internal static ReadOnlySpan<byte> BatchMagic => "UKBT"u8;

    internal static string PathOf(ulong first) => string.Create(CultureInfo.InvariantCulture, $"{Folder}/{first:x16}.log");

    internal static uint SeedOf(ulong store, ulong first)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, store);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], first);
        return Crc32C.Of(bytes, Version);
    }

    internal static byte[] SegmentHeader(ulong store, ulong first, ulong synced)
    {
        var header = new byte[SegmentHeaderBytes];
        SegmentMagic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), store);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), first);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), synced);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), Crc32C.Of(header.AsSpan(16), Version));
        return header;
    }

    /// <summary>Reads the header of the batch that the bytes begin with, if the batch is whole.</summary>
    internal static bool TryReadBatch(ReadOnlySpan<byte> bytes, uint seed, out BatchHeader batch)
    {
        batch = default;
        if (bytes.Length < BatchHeaderBytes || !bytes.StartsWith(BatchMagic))
        {
            return false;
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        var frames = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (size < 0 || frames < 0 || size > BatchBytesMax || size > bytes.Length - BatchHeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32C.Of(bytes[8..(BatchHeaderBytes + size)], seed))
        {
            return false;
        }

        batch = new BatchHeader(size, frames, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
        return true;
    }

    internal static void WriteBatchHeader(Span<byte> batch, int frames, ulong first, ulong synced, uint seed)
    {
        BatchMagic.CopyTo(batch);
        BinaryPrimitives.WriteInt32LittleEndian(batch[8..], batch.Length - BatchHeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(batch[12..], frames);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[16..], first);
        BinaryPrimitives.WriteUInt64LittleEndian(batch[24..], synced);
        BinaryPrimitives.WriteUInt32LittleEndian(batch[4..], Crc32C.Of(batch[8..], seed));
    }
}
