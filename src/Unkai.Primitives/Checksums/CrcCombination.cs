namespace Unkai;

/// <summary>The CRC of two pieces from the CRC of each: the first one's is moved past the second by multiplying with x^(8n), without any bytes.</summary>
/// <remarks>For reflected CRCs that begin with and end by inverting all bits. Polynomials modulo P, the highest power in the lowest bit.</remarks>
internal sealed class CrcCombination
{
    private readonly ulong _polynomial;
    private readonly ulong _one;

    /// <summary>x^(2^i).</summary>
    private readonly ulong[] _squares = new ulong[64];

    internal CrcCombination(ulong polynomial, int bits)
    {
        _polynomial = polynomial;
        _one = 1UL << (bits - 1);
        _squares[0] = _one >> 1;
        for (var i = 1; i < _squares.Length; i++)
        {
            _squares[i] = Multiply(_squares[i - 1], _squares[i - 1]);
        }
    }

    internal ulong Combine(ulong first, ulong second, long secondBytes)
    {
        var shift = _one;
        for (var i = 0; i < 61; i++)
        {
            if ((secondBytes >> i & 1) != 0)
            {
                shift = Multiply(_squares[i + 3], shift);
            }
        }

        return Multiply(shift, first) ^ second;
    }

    private ulong Multiply(ulong a, ulong b)
    {
        var product = 0UL;
        for (var bit = _one; bit != 0; bit >>= 1)
        {
            if ((a & bit) != 0)
            {
                product ^= b;
            }

            b = (b & 1) != 0 ? (b >> 1) ^ _polynomial : b >> 1;
        }

        return product;
    }
}
