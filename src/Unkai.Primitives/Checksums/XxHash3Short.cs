using System.Buffers.Binary;
using System.Numerics;

namespace Unkai;

/// <summary>XXH3 of up to 240 bytes, which has ways of its own by length.</summary>
/// <remarks>Source: the xxHash fast digest algorithm specification, "XXH3 algorithm description (for small inputs)" and "(for medium inputs)".</remarks>
internal static class XxHash3Short
{
    internal const int BytesMax = 240;

    private const int SmallBytesMax = 16;
    private const int MediumBytesMax = 128;
    private const int LaterRoundsSecret = 3;
    private const int LastRoundSecret = 119;
    private const int LastWideRoundSecret = 103;

    /// <summary>Writes the hash of 8 or 16 bytes, as long as <paramref name="result"/> is.</summary>
    internal static void Write(ReadOnlySpan<byte> bytes, Span<byte> result)
    {
        if (result.Length == sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64BigEndian(result, bytes.Length <= SmallBytesMax ? Small(bytes) : Medium(bytes));
            return;
        }

        var (low, high) = bytes.Length <= SmallBytesMax ? SmallWide(bytes) : MediumWide(bytes);
        BinaryPrimitives.WriteUInt64BigEndian(result, high);
        BinaryPrimitives.WriteUInt64BigEndian(result[sizeof(ulong)..], low);
    }

    private static ulong Small(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        switch (bytes.Length)
        {
            case 0:
                return XxHash3Math.AvalancheOf64(SecretPair(56, 64));
            case <= 3:
                return XxHash3Math.AvalancheOf64(Few(bytes) ^ XxHash3Math.Secret32(0) ^ XxHash3Math.Secret32(4));
            case <= 8:
                var keyed = (Read32(bytes[^4..]) + ((ulong)Read32(bytes) << 32)) ^ SecretPair(8, 16);
                keyed ^= BitOperations.RotateLeft(keyed, 49) ^ BitOperations.RotateLeft(keyed, 24);
                keyed *= XxHash3Math.MixB;
                keyed ^= (keyed >> 35) + length;
                keyed *= XxHash3Math.MixB;
                return keyed ^ (keyed >> 28);
            default:
                var low = Read64(bytes) ^ SecretPair(24, 32);
                var high = Read64(bytes[^8..]) ^ SecretPair(40, 48);
                return XxHash3Math.Avalanche(length + BinaryPrimitives.ReverseEndianness(low) + high + XxHash3Math.Fold(low, high));
        }
    }

    private static (ulong Low, ulong High) SmallWide(ReadOnlySpan<byte> bytes)
    {
        var length = (ulong)bytes.Length;
        switch (bytes.Length)
        {
            case 0:
                return (XxHash3Math.AvalancheOf64(SecretPair(64, 72)), XxHash3Math.AvalancheOf64(SecretPair(80, 88)));
            case <= 3:
                var few = Few(bytes);
                var turned = BitOperations.RotateLeft(BinaryPrimitives.ReverseEndianness(few), 13);
                return (XxHash3Math.AvalancheOf64(few ^ (ulong)(XxHash3Math.Secret32(0) ^ XxHash3Math.Secret32(4))), XxHash3Math.AvalancheOf64(turned ^ (ulong)(XxHash3Math.Secret32(8) ^ XxHash3Math.Secret32(12))));
            case <= 8:
                var high = Math.BigMul((Read32(bytes) + ((ulong)Read32(bytes[^4..]) << 32)) ^ SecretPair(16, 24), XxHash3Math.Prime64A + (length << 2), out var low);
                high += low << 1;
                low ^= high >> 3;
                low = (low ^ (low >> 35)) * XxHash3Math.MixB;
                return (low ^ (low >> 28), XxHash3Math.Avalanche(high));
            default:
                var (first, last) = (Read64(bytes), Read64(bytes[^8..]));
                var upper = Math.BigMul(first ^ last ^ SecretPair(32, 40), XxHash3Math.Prime64A, out var lower);
                lower += (length - 1) << 54;
                last ^= SecretPair(48, 56);
                upper += last + ((ulong)(uint)last * (XxHash3Math.Prime32B - 1));
                lower ^= BinaryPrimitives.ReverseEndianness(upper);
                var end = Math.BigMul(lower, XxHash3Math.Prime64B, out var start);
                return (XxHash3Math.Avalanche(start), XxHash3Math.Avalanche(end + (upper * XxHash3Math.Prime64B)));
        }
    }

    private static ulong Medium(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length * XxHash3Math.Prime64A;
        if (bytes.Length <= MediumBytesMax)
        {
            for (var pair = (bytes.Length - 1) / 32; pair >= 0; pair--)
            {
                hash += XxHash3Math.Mix(bytes[(16 * pair)..], 32 * pair);
                hash += XxHash3Math.Mix(bytes[^(16 * (pair + 1))..], (32 * pair) + 16);
            }

            return XxHash3Math.Avalanche(hash);
        }

        for (var round = 0; round < 8; round++)
        {
            hash += XxHash3Math.Mix(bytes[(16 * round)..], 16 * round);
        }

        hash = XxHash3Math.Avalanche(hash);
        for (var round = 8; round < bytes.Length / 16; round++)
        {
            hash += XxHash3Math.Mix(bytes[(16 * round)..], (16 * (round - 8)) + LaterRoundsSecret);
        }

        return XxHash3Math.Avalanche(hash + XxHash3Math.Mix(bytes[^16..], LastRoundSecret));
    }

    private static (ulong Low, ulong High) MediumWide(ReadOnlySpan<byte> bytes)
    {
        var (low, high) = ((ulong)bytes.Length * XxHash3Math.Prime64A, 0UL);
        if (bytes.Length <= MediumBytesMax)
        {
            for (var pair = (bytes.Length - 1) / 32; pair >= 0; pair--)
            {
                Mix(ref low, ref high, bytes[(16 * pair)..], bytes[^(16 * (pair + 1))..], 32 * pair);
            }
        }
        else
        {
            for (var at = 0; at < MediumBytesMax; at += 32)
            {
                Mix(ref low, ref high, bytes[at..], bytes[(at + 16)..], at);
            }

            (low, high) = (XxHash3Math.Avalanche(low), XxHash3Math.Avalanche(high));
            for (var at = MediumBytesMax; at + 32 <= bytes.Length; at += 32)
            {
                Mix(ref low, ref high, bytes[at..], bytes[(at + 16)..], at - MediumBytesMax + LaterRoundsSecret);
            }

            Mix(ref low, ref high, bytes[^16..], bytes[^32..], LastWideRoundSecret);
        }

        return (
            XxHash3Math.Avalanche(low + high),
            0 - XxHash3Math.Avalanche((low * XxHash3Math.Prime64A) + (high * XxHash3Math.Prime64D) + ((ulong)bytes.Length * XxHash3Math.Prime64B)));
    }

    private static void Mix(ref ulong low, ref ulong high, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int secret)
    {
        low = (low + XxHash3Math.Mix(first, secret)) ^ (Read64(second) + Read64(second[8..]));
        high = (high + XxHash3Math.Mix(second, secret + 16)) ^ (Read64(first) + Read64(first[8..]));
    }

    /// <summary>One to three bytes and their count.</summary>
    private static uint Few(ReadOnlySpan<byte> bytes) => ((uint)bytes[0] << 16) | ((uint)bytes[bytes.Length >> 1] << 24) | bytes[^1] | ((uint)bytes.Length << 8);

    private static ulong SecretPair(int first, int second) => XxHash3Math.Secret64(first) ^ XxHash3Math.Secret64(second);

    private static uint Read32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong Read64(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
