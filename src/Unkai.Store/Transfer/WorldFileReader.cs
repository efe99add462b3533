using System.Buffers.Binary;
using System.Globalization;

namespace Unkai.Storage.Transfer;

/// <summary>Reads records from the blocks of an exported world; every byte that it hands out has been checked.</summary>
internal sealed class WorldFileReader(Stream source, CancellationToken cancellation)
{
    private readonly byte[] _block = new byte[WorldFileFormat.BlockBytes];
    private readonly byte[] _header = new byte[WorldFileFormat.BlockHeaderBytes];
    private int _next;
    private int _end;
    private uint _number;

    internal async ValueTask HeaderAsync()
    {
        var header = new byte[WorldFileFormat.HeaderBytes];
        var size = await source.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation);
        WorldFileFormat.CheckHeader(header.AsSpan(0, size));
    }

    internal async ValueTask<byte> ByteAsync()
    {
        if (_next == _end)
        {
            await FillAsync();
        }

        return _block[_next++];
    }

    internal async ValueTask<ulong> VariableAsync()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = await ByteAsync();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new WorldFileException("The exported world is damaged: a number has no end.");
    }

    internal async ValueTask<byte[]> SizedAsync(int max)
    {
        var size = await VariableAsync();
        if (size > (ulong)max)
        {
            throw new WorldFileException(string.Create(CultureInfo.InvariantCulture, $"The exported world is damaged: {size} bytes where at most {max} belong."));
        }

        var bytes = new byte[size];
        await RawAsync(bytes);
        return bytes;
    }

    internal async ValueTask RawAsync(Memory<byte> target)
    {
        while (!target.IsEmpty)
        {
            target = target[await SomeAsync(target)..];
        }
    }

    /// <summary>At least one byte, at most as many as fit.</summary>
    internal async ValueTask<int> SomeAsync(Memory<byte> target)
    {
        if (_next == _end)
        {
            await FillAsync();
        }

        var size = Math.Min(target.Length, _end - _next);
        _block.AsMemory(_next, size).CopyTo(target);
        _next += size;
        return size;
    }

    /// <summary>Makes sure that nothing follows.</summary>
    internal async ValueTask EndAsync()
    {
        if (_next != _end || await source.ReadAtLeastAsync(_header.AsMemory(0, 1), 1, throwOnEndOfStream: false, cancellation) != 0)
        {
            throw new WorldFileException("Something follows the end of the exported world.");
        }
    }

    private async ValueTask FillAsync()
    {
        if (await source.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellation) != _header.Length)
        {
            throw Short();
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(_header);
        if (size is < 1 or > WorldFileFormat.BlockBytes)
        {
            throw Damaged();
        }

        if (await source.ReadAtLeastAsync(_block.AsMemory(0, size), size, throwOnEndOfStream: false, cancellation) != size)
        {
            throw Short();
        }

        if (Embedded.Crc32C.Of(_block.AsSpan(0, size), _number) != BinaryPrimitives.ReadUInt32LittleEndian(_header.AsSpan(4)))
        {
            throw Damaged();
        }

        _number++;
        _next = 0;
        _end = size;
    }

    private static WorldFileException Short() => new("The exported world ends too early: it was cut short.");

    private WorldFileException Damaged() => new(string.Create(CultureInfo.InvariantCulture, $"The exported world is damaged in its block number {_number}."));
}
