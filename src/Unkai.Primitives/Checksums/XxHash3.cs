using System.Buffers.Binary;

namespace Unkai;

/// <summary>XXH3 with seed 0 and the default secret, of 64 or 128 bits.</summary>
/// <remarks>Source: the xxHash fast digest algorithm specification, "XXH3 algorithm description". The result is in its canonical, big-endian form.</remarks>
public sealed class XxHash3 : Checksum
{
    private const int BlockBytes = 1024;
    private const int StripeBytes = 64;
    private const int StripeSecretStep = 8;
    private const int LastStripeSecret = 121;
    private const int ScrambleSecret = 128;
    private const int MergeSecret = 11;
    private const int MergeSecretHigh = 117;
    private const int Lanes = 8;

    private readonly bool _isWide;
    private readonly ulong[] _lanes =
    [
        XxHash3Math.Prime32C, XxHash3Math.Prime64A, XxHash3Math.Prime64B, XxHash3Math.Prime64C,
        XxHash3Math.Prime64D, XxHash3Math.Prime32B, XxHash3Math.Prime64E, XxHash3Math.Prime32A,
    ];

    /// <summary>The last stripe of what is mixed in already, then up to a block that is not: the end needs the last 64 bytes, wherever they were cut.</summary>
    private readonly byte[] _kept = new byte[StripeBytes + BlockBytes];
    private int _rest;
    private ulong _total;

    /// <param name="isWide">Whether the result has 128 bits, not 64.</param>
    public XxHash3(bool isWide) => _isWide = isWide;

    /// <inheritdoc/>
    public override int LengthBytes => _isWide ? 2 * sizeof(ulong) : sizeof(ulong);

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes)
    {
        _total += (ulong)bytes.Length;
        if (_rest + bytes.Length <= BlockBytes)
        {
            Keep(bytes);
            return;
        }

        if (_rest > 0)
        {
            var filling = BlockBytes - _rest;
            Keep(bytes[..filling]);
            bytes = bytes[filling..];
            MixBlock(_kept.AsSpan(StripeBytes));
            _rest = 0;
        }

        // A block is mixed in when it is known not to be the last.
        for (; bytes.Length > BlockBytes; bytes = bytes[BlockBytes..])
        {
            MixBlock(bytes[..BlockBytes]);
        }

        Keep(bytes);
    }

    /// <inheritdoc/>
    public override byte[] Current()
    {
        var result = new byte[LengthBytes];
        if (_total <= XxHash3Short.BytesMax)
        {
            XxHash3Short.Write(_kept.AsSpan(StripeBytes, _rest), result);
            return result;
        }

        Span<ulong> lanes = stackalloc ulong[Lanes];
        _lanes.CopyTo(lanes);
        var pending = _kept.AsSpan(StripeBytes, _rest);
        for (var stripe = 0; stripe < (_rest - 1) / StripeBytes; stripe++)
        {
            Accumulate(lanes, pending[(stripe * StripeBytes)..], stripe * StripeSecretStep);
        }

        Accumulate(lanes, _kept.AsSpan(_rest, StripeBytes), LastStripeSecret);
        var low = Merge(lanes, MergeSecret, _total * XxHash3Math.Prime64A);
        if (_isWide)
        {
            BinaryPrimitives.WriteUInt64BigEndian(result, Merge(lanes, MergeSecretHigh, ~(_total * XxHash3Math.Prime64B)));
        }

        BinaryPrimitives.WriteUInt64BigEndian(result.AsSpan(result.Length - sizeof(ulong)), low);
        return result;
    }

    private static ulong Merge(ReadOnlySpan<ulong> lanes, int secret, ulong start)
    {
        for (var i = 0; i < Lanes; i += 2)
        {
            start += XxHash3Math.Fold(lanes[i] ^ XxHash3Math.Secret64(secret + (8 * i)), lanes[i + 1] ^ XxHash3Math.Secret64(secret + (8 * i) + 8));
        }

        return XxHash3Math.Avalanche(start);
    }

    private static void Accumulate(Span<ulong> lanes, ReadOnlySpan<byte> stripe, int secret)
    {
        for (var i = 0; i < Lanes; i++)
        {
            var data = BinaryPrimitives.ReadUInt64LittleEndian(stripe[(8 * i)..]);
            var keyed = data ^ XxHash3Math.Secret64(secret + (8 * i));
            lanes[i ^ 1] += data;
            lanes[i] += (ulong)(uint)keyed * (keyed >> 32);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_kept.AsSpan(StripeBytes + _rest));
        _rest += bytes.Length;
    }

    private void MixBlock(ReadOnlySpan<byte> block)
    {
        for (var stripe = 0; stripe < BlockBytes / StripeBytes; stripe++)
        {
            Accumulate(_lanes, block[(stripe * StripeBytes)..], stripe * StripeSecretStep);
        }

        for (var i = 0; i < Lanes; i++)
        {
            var lane = _lanes[i];
            lane ^= lane >> 47;
            lane ^= XxHash3Math.Secret64(ScrambleSecret + (8 * i));
            _lanes[i] = lane * XxHash3Math.Prime32A;
        }

        block[^StripeBytes..].CopyTo(_kept);
    }
}
