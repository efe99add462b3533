namespace Unkai.DynamoDb.Values;

/// <summary>The decimal digits of coefficients.</summary>
internal static class Digits
{
    private static readonly UInt128[] s_powers = PowersOf10();

    /// <summary>39 digits fit, but not all of those numbers; so no more than 38 nines.</summary>
    internal static UInt128 Largest { get; } = PowerOf10(Number.DigitsMax) - 1;

    /// <summary>10 to the power of 0 to 38.</summary>
    internal static UInt128 PowerOf10(int power) => s_powers[power];

    /// <summary>1 to 39; 0 for zero.</summary>
    internal static int CountOf(UInt128 coefficient)
    {
        // 1233 / 4096 is a little more than log 2 of base 10, close enough for 128 bits.
        var bits = 128 - (int)UInt128.LeadingZeroCount(coefficient | 1);
        var guess = (bits * 1233) >> 12;
        return coefficient >= s_powers[guess] ? guess + 1 : guess;
    }

    /// <summary>The same value with zeros at the end moved to the exponent. The coefficient is not 0.</summary>
    internal static (UInt128 Coefficient, int Exponent) WithoutZeros(UInt128 coefficient, int exponent)
    {
        while (coefficient > ulong.MaxValue)
        {
            var quotient = coefficient / 10;
            if (quotient * 10 != coefficient)
            {
                return (coefficient, exponent);
            }

            coefficient = quotient;
            exponent++;
        }

        var small = (ulong)coefficient;
        while (small % 10 == 0)
        {
            small /= 10;
            exponent++;
        }

        return (small, exponent);
    }

    private static UInt128[] PowersOf10()
    {
        var powers = new UInt128[Number.DigitsMax + 1];
        powers[0] = UInt128.One;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
