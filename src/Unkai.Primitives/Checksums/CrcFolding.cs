using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;

namespace Unkai;

/// <summary>Shortens a message to 16 bytes that have the same remainder, by the processor's carry-less multiplication: 64 bytes a step.</summary>
/// <remarks>
/// For reflected polynomials of up to 64 bits. A block A·x⁶⁴ + B that stands D bits ahead of another weighs A·(x^(D+64) mod P) + B·(x^D mod P) there; the
/// reflected product has a factor x too many, which the constants lack. Source: Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
/// Instruction", Intel, 2009.
/// </remarks>
internal sealed class CrcFolding
{
    /// <summary>The shortest message that is folded, in bytes.</summary>
    internal const int BytesMin = 4 * BlockBytes;

    /// <summary>What a message is shortened to.</summary>
    internal const int BlockBytes = 16;

    private readonly Vector128<ulong> _byFour;
    private readonly Vector128<ulong> _byOne;

    /// <param name="polynomial">The reflected polynomial without its highest term.</param>
    /// <param name="degree">Its degree: 32 or 64.</param>
    internal CrcFolding(ulong polynomial, int degree)
    {
        _byFour = Constants(4 * BlockBytes * 8);
        _byOne = Constants(BlockBytes * 8);

        Vector128<ulong> Constants(int bits) => Vector128.Create(PowerOfX(bits + 63), PowerOfX(bits - 1));

        ulong PowerOfX(int exponent)
        {
            var value = 1UL << (degree - 1);
            for (var i = 0; i < exponent; i++)
            {
                value = (value >> 1) ^ ((value & 1) * polynomial);
            }

            return value << (64 - degree);
        }
    }

    /// <summary>Whether this processor multiplies without carries.</summary>
    internal static bool IsSupported => Pclmulqdq.IsSupported || ArmAes.IsSupported;

    /// <summary>Folds the whole blocks of a message.</summary>
    /// <param name="state">The remainder before the message.</param>
    /// <param name="bytes">At least <see cref="BytesMin"/> bytes.</param>
    /// <param name="folded">Gets the <see cref="BlockBytes"/> bytes that stand for the blocks and the state.</param>
    /// <returns>How many bytes are folded; fewer than <see cref="BlockBytes"/> are left.</returns>
    internal int Fold(ulong state, ReadOnlySpan<byte> bytes, Span<byte> folded)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        var a = blocks[0] ^ Vector128.CreateScalar(state);
        var b = blocks[1];
        var c = blocks[2];
        var d = blocks[3];
        var i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            a = Weigh(a, _byFour) ^ blocks[i];
            b = Weigh(b, _byFour) ^ blocks[i + 1];
            c = Weigh(c, _byFour) ^ blocks[i + 2];
            d = Weigh(d, _byFour) ^ blocks[i + 3];
        }

        b ^= Weigh(a, _byOne);
        c ^= Weigh(b, _byOne);
        d ^= Weigh(c, _byOne);
        for (; i < blocks.Length; i++)
        {
            d = Weigh(d, _byOne) ^ blocks[i];
        }

        d.AsByte().CopyTo(folded);
        return blocks.Length * BlockBytes;
    }

    private static Vector128<ulong> Weigh(Vector128<ulong> block, Vector128<ulong> constants) => Pclmulqdq.IsSupported
        ? Pclmulqdq.CarrylessMultiply(block, constants, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, constants, 0x11)
        : ArmAes.PolynomialMultiplyWideningLower(block.GetLower(), constants.GetLower())
            ^ ArmAes.PolynomialMultiplyWideningUpper(block, constants);
}
