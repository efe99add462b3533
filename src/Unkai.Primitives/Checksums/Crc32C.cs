using System.Buffers.Binary;
using System.Numerics;

namespace Unkai;

/// <summary>CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), on the processor's own instruction where it has one.</summary>
public sealed class Crc32C : Checksum
{
    internal const uint Polynomial = 0x82F63B78;

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
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return state;
    }
}
