using System.Buffers.Binary;
using System.Numerics;

namespace Unkai;

/// <summary>XXH64 with seed 0.</summary>
/// <remarks>Source: the xxHash fast digest algorithm specification, "XXH64 algorithm description".</remarks>
public sealed class XxHash64 : Checksum
{
    private const ulong Prime1 = 0x9E3779B185EBCA87;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    private const ulong Prime3 = 0x165667B19E3779F9;
    private const ulong Prime4 = 0x85EBCA77C2B2AE63;
    private const ulong Prime5 = 0x27D4EB2F165667C5;
    private const int StripeBytes = 32;

    private readonly byte[] _rest = new byte[StripeBytes];
    private int _restBytes;
    private ulong _total;
    private ulong _v1 = unchecked(Prime1 + Prime2);
    private ulong _v2 = Prime2;
    private ulong _v3;
    private ulong _v4 = unchecked(0 - Prime1);

    /// <inheritdoc/>
    public override int LengthBytes => sizeof(ulong);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes)
    {
        _total += (ulong)bytes.Length;
        if (_restBytes > 0)
        {
            var taken = Math.Min(StripeBytes - _restBytes, bytes.Length);
            bytes[..taken].CopyTo(_rest.AsSpan(_restBytes));
            _restBytes += taken;
            bytes = bytes[taken..];
            if (_restBytes < StripeBytes)
            {
                return;
            }

            Stripe(_rest);
            _restBytes = 0;
        }

        for (; bytes.Length >= StripeBytes; bytes = bytes[StripeBytes..])
        {
            Stripe(bytes);
        }

        bytes.CopyTo(_rest);
        _restBytes = bytes.Length;
    }

    /// <inheritdoc/>
    public override byte[] Current()
    {
        ulong hash;
        if (_total >= StripeBytes)
        {
            hash = BitOperations.RotateLeft(_v1, 1) + BitOperations.RotateLeft(_v2, 7) + BitOperations.RotateLeft(_v3, 12) + BitOperations.RotateLeft(_v4, 18);
            hash = Merge(Merge(Merge(Merge(hash, _v1), _v2), _v3), _v4);
        }
        else
        {
            hash = Prime5;
        }

        hash += _total;
        var rest = _rest.AsSpan(0, _restBytes);
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * Prime1) + Prime4;
        }

        if (rest.Length >= sizeof(uint))
        {
            hash = (BitOperations.RotateLeft(hash ^ (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime1), 23) * Prime2) + Prime3;
            rest = rest[sizeof(uint)..];
        }

        foreach (var b in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (b * Prime5), 11) * Prime1;
        }

        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        hash ^= hash >> 32;
        var result = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(result, hash);
        return result;
    }

    private static ulong Round(ulong state, ulong lane) => BitOperations.RotateLeft(state + (lane * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong state) => ((hash ^ Round(0, state)) * Prime1) + Prime4;

    private void Stripe(ReadOnlySpan<byte> bytes)
    {
        _v1 = Round(_v1, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        _v2 = Round(_v2, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
        _v3 = Round(_v3, BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
        _v4 = Round(_v4, BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }
}
