using System.Buffers.Binary;

namespace Unkai;

/// <summary>CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), by carry-less multiplication where the processor has it, else by table, eight bytes a step.</summary>
public sealed class Crc32 : Checksum
{
    internal const uint Polynomial = 0xEDB88320;

    private static readonly uint[] s_tables = CreateTables();

    private static readonly CrcFolding s_folding = new(Polynomial, 32);

    private uint _state = uint.MaxValue;

    /// <inheritdoc/>
    public override int LengthBytes => sizeof(uint);

    /// <summary>The checksum of one piece.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes) => ~Update(uint.MaxValue, bytes);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes) => _state = Update(_state, bytes);

    /// <inheritdoc/>
    public override byte[] Current()
    {
        var result = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(result, ~_state);
        return result;
    }

    private static uint Update(uint state, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < CrcFolding.BytesMin || !CrcFolding.IsSupported)
        {
            return UpdateByTable(state, bytes);
        }

        Span<byte> folded = stackalloc byte[CrcFolding.BlockBytes];
        var count = s_folding.Fold(state, bytes, folded);
        return UpdateByTable(UpdateByTable(0, folded), bytes[count..]);
    }

    private static uint UpdateByTable(uint state, ReadOnlySpan<byte> bytes)
    {
        var t = s_tables;
        while (bytes.Length >= sizeof(ulong))
        {
            var x = BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ state;
            state = t[(7 * 256) + (byte)x] ^ t[(6 * 256) + (byte)(x >> 8)] ^ t[(5 * 256) + (byte)(x >> 16)] ^ t[(4 * 256) + (byte)(x >> 24)]
                ^ t[(3 * 256) + (byte)(x >> 32)] ^ t[(2 * 256) + (byte)(x >> 40)] ^ t[256 + (byte)(x >> 48)] ^ t[(byte)(x >> 56)];
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            state = t[(byte)(state ^ b)] ^ (state >> 8);
        }

        return state;
    }

    private static uint[] CreateTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * Polynomial);
            }

            tables[i] = value;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var previous = tables[i - 256];
            tables[i] = tables[(byte)previous] ^ (previous >> 8);
        }

        return tables;
    }
}
