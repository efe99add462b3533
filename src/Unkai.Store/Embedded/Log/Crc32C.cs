using System.Numerics;
using System.Runtime.InteropServices;

namespace Unkai.Storage.Embedded;

/// <summary>CRC-32C (Castagnoli), by the processor's instruction where there is one.</summary>
internal static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>, from <paramref name="seed"/> on (0, or a number that only this file knows).</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes, uint seed)
    {
        var crc = ~seed;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var value in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
