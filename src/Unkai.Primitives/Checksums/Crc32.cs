using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Unkai;

/// <summary>CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320): by carry-less multiplication where the processor has it, else eight bytes a step.</summary>
/// <remarks>Source of the folding and its constants: Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel, 2009.</remarks>
public sealed class Crc32 : Checksum
{
    private const uint Polynomial = 0xEDB88320;
    private const int FoldBytes = 16;
    private const int FoldedBytesMin = 64;

    private static readonly uint[] s_tables = CreateTables();

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
        if (Pclmulqdq.IsSupported && bytes.Length >= FoldedBytesMin)
        {
            Span<byte> rest = stackalloc byte[FoldBytes];
            bytes = bytes[Fold(state, bytes, rest)..];
            state = UpdateByTables(0, rest);
        }

        return UpdateByTables(state, bytes);
    }

    /// <summary>Brings a state and whole blocks down to 16 bytes of the same remainder.</summary>
    /// <returns>How many bytes it took.</returns>
    private static int Fold(uint state, ReadOnlySpan<byte> bytes, Span<byte> rest)
    {
        var by64 = Vector128.Create(0x0154442bd4UL, 0x01c6e41596UL);
        var by16 = Vector128.Create(0x01751997d0UL, 0x00ccaa009eUL);
        var a = Load(bytes, 0) ^ Vector128.CreateScalar((ulong)state);
        var b = Load(bytes, 16);
        var c = Load(bytes, 32);
        var d = Load(bytes, 48);
        var at = FoldedBytesMin;
        for (; at + FoldedBytesMin <= bytes.Length; at += FoldedBytesMin)
        {
            a = Next(a, by64) ^ Load(bytes, at);
            b = Next(b, by64) ^ Load(bytes, at + 16);
            c = Next(c, by64) ^ Load(bytes, at + 32);
            d = Next(d, by64) ^ Load(bytes, at + 48);
        }

        a = Next(Next(Next(a, by16) ^ b, by16) ^ c, by16) ^ d;
        for (; at + FoldBytes <= bytes.Length; at += FoldBytes)
        {
            a = Next(a, by16) ^ Load(bytes, at);
        }

        a.AsByte().CopyTo(rest);
        return at;

        static Vector128<ulong> Load(ReadOnlySpan<byte> bytes, int at) => Vector128.Create(bytes.Slice(at, FoldBytes)).AsUInt64();

        static Vector128<ulong> Next(Vector128<ulong> folded, Vector128<ulong> by) =>
            Pclmulqdq.CarrylessMultiply(folded, by, 0x00) ^ Pclmulqdq.CarrylessMultiply(folded, by, 0x11);
    }

    private static uint UpdateByTables(uint state, ReadOnlySpan<byte> bytes)
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
