using System.Buffers.Binary;
using System.Numerics;

namespace Unkai;

/// <summary>A reproducible generator (xoshiro256**, seeded through SplitMix64): one seed, one history. Not for secrets, not for several threads.</summary>
/// <remarks>Source: Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", 2018.</remarks>
public sealed class SeededRandomSource : IRandomSource
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator for the call numbered <paramref name="call"/> under <paramref name="seed"/>.</summary>
    public SeededRandomSource(ulong seed, ulong call)
    {
        var state = seed ^ (call * 0x9E3779B97F4A7C15);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    private SeededRandomSource(SeededRandomSource other) => Rewind(other);

    /// <inheritdoc/>
    public void Fill(Span<byte> target)
    {
        while (target.Length >= sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target, Next());
            target = target[sizeof(ulong)..];
        }

        if (!target.IsEmpty)
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(last, Next());
            last[..target.Length].CopyTo(target);
        }
    }

    /// <summary>Goes back, or on, to where <paramref name="mark"/> was when it was copied.</summary>
    public void Rewind(SeededRandomSource mark) => (_s0, _s1, _s2, _s3) = (mark._s0, mark._s1, mark._s2, mark._s3);

    /// <summary>A copy that draws what this one would draw next.</summary>
    public SeededRandomSource Copy() => new(this);

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong Next()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }
}
