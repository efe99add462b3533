using System.Buffers.Binary;

namespace Unkai.Storage.Embedded;

/// <summary>Reads what <see cref="BlockWriter"/> wrote; a byte that is not as written is an <see cref="InvalidDataException"/>.</summary>
internal sealed class BlockReader(IDiskFile file, long offset)
{
    private readonly byte[] _block = new byte[CheckpointFormat.BlockHeaderBytes + CheckpointFormat.BlockBytes];
    private int _next;
    private int _end;
    private long _offset = offset;
    private uint _number;

    internal bool AtEnd => _next == _end && _offset == file.Length;

    internal byte Byte()
    {
        if (_next == _end)
        {
            Fill();
        }

        return _block[_next++];
    }

    internal ulong Variable()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("a number does not end");
    }

    internal int Count(int max) => Variable() is var value && value <= (ulong)max ? (int)value : throw new InvalidDataException($"a size of {value} is more than {max}");

    internal byte[] Bytes(int max)
    {
        var bytes = new byte[Count(max)];
        var rest = bytes.AsSpan();
        while (!rest.IsEmpty)
        {
            if (_next == _end)
            {
                Fill();
            }

            var size = Math.Min(rest.Length, _end - _next);
            _block.AsSpan(_next, size).CopyTo(rest);
            _next += size;
            rest = rest[size..];
        }

        return bytes;
    }

    private void Fill()
    {
        if (file.Read(_block.AsSpan(0, CheckpointFormat.BlockHeaderBytes), _offset) != CheckpointFormat.BlockHeaderBytes)
        {
            throw new InvalidDataException("it ends too early");
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(_block);
        var crc = BinaryPrimitives.ReadUInt32LittleEndian(_block.AsSpan(4));
        if (size is < 1 or > CheckpointFormat.BlockBytes
            || file.Read(_block.AsSpan(0, size), _offset + CheckpointFormat.BlockHeaderBytes) != size
            || Crc32C.Of(_block.AsSpan(0, size), _number++) != crc)
        {
            throw new InvalidDataException($"the block at offset {_offset} is damaged");
        }

        _offset += CheckpointFormat.BlockHeaderBytes + size;
        _next = 0;
        _end = size;
    }
}
