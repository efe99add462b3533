using System.Buffers.Binary;

namespace Unkai.Storage.Transfer;

/// <summary>Writes records as blocks with checksums to a stream.</summary>
internal sealed class WorldFileWriter(Stream target, CancellationToken cancellation)
{
    private readonly byte[] _block = new byte[WorldFileFormat.BlockHeaderBytes + WorldFileFormat.BlockBytes];
    private int _used = WorldFileFormat.BlockHeaderBytes;
    private uint _number;

    internal ValueTask HeaderAsync() => target.WriteAsync(WorldFileFormat.Header(), cancellation);

    internal async ValueTask ByteAsync(byte value)
    {
        if (_used == _block.Length)
        {
            await FlushAsync();
        }

        _block[_used++] = value;
    }

    internal async ValueTask VariableAsync(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            await ByteAsync((byte)(value | 0x80));
        }

        await ByteAsync((byte)value);
    }

    internal async ValueTask SizedAsync(ReadOnlyMemory<byte> bytes)
    {
        await VariableAsync((ulong)bytes.Length);
        await RawAsync(bytes);
    }

    internal async ValueTask RawAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == _block.Length)
            {
                await FlushAsync();
            }

            var size = Math.Min(bytes.Length, _block.Length - _used);
            bytes[..size].CopyTo(_block.AsMemory(_used));
            _used += size;
            bytes = bytes[size..];
        }
    }

    /// <summary>Writes what waits.</summary>
    internal async ValueTask FlushAsync()
    {
        var content = _block.AsMemory(WorldFileFormat.BlockHeaderBytes, _used - WorldFileFormat.BlockHeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(_block, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(_block.AsSpan(4), Embedded.Crc32C.Of(content.Span, _number++));
        await target.WriteAsync(_block.AsMemory(0, _used), cancellation);
        _used = WorldFileFormat.BlockHeaderBytes;
    }
}
