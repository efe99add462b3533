using System.Buffers.Binary;

namespace Unkai.Storage.Embedded;

/// <summary>Writes a stream of bytes as blocks with checksums.</summary>
internal sealed class BlockWriter(IDiskFile file, long offset, MachineClock clock, CancellationToken cancellation)
{
    /// <summary>Synced after this many bytes, so that the medium never has much to do at once while the log waits for it too.</summary>
    private const int SyncBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan s_restMax = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _block = new byte[CheckpointFormat.BlockHeaderBytes + CheckpointFormat.BlockBytes];
    private int _used = CheckpointFormat.BlockHeaderBytes;
    private long _offset = offset;
    private long _unsynced;
    private uint _number;

    internal long Length => _offset;

    internal void Byte(byte value)
    {
        if (_used == _block.Length)
        {
            Flush();
        }

        _block[_used++] = value;
    }

    internal void Variable(ulong value)
    {
        while (value >= 0x80)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        Byte((byte)value);
    }

    internal void Bytes(ReadOnlySpan<byte> bytes)
    {
        Variable((ulong)bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (_used == _block.Length)
            {
                Flush();
            }

            var size = Math.Min(bytes.Length, _block.Length - _used);
            bytes[..size].CopyTo(_block.AsSpan(_used));
            _used += size;
            bytes = bytes[size..];
        }
    }

    internal void Flush()
    {
        var size = _used - CheckpointFormat.BlockHeaderBytes;
        BinaryPrimitives.WriteInt32LittleEndian(_block, size);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), Crc32C.Of(_block.AsSpan(CheckpointFormat.BlockHeaderBytes, size), _number++));
        file.Write(_block.AsSpan(0, _used), _offset);
        _offset += _used;
        _unsynced += _used;
        _used = CheckpointFormat.BlockHeaderBytes;
        if (_unsynced >= SyncBytes)
        {
            // As long a rest as the sync took: the log's syncs wait behind this one at most half of the time.
            var start = clock.Timestamp;
            file.Sync();
            var took = clock.ElapsedSince(start);
            cancellation.WaitHandle.WaitOne(took < s_restMax ? took : s_restMax);
            _unsynced = 0;
        }
    }
}
