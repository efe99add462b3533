using System.Numerics;

namespace Unkai.DynamoDb.Values;

/// <summary>A decimal number of up to 38 significant digits: zero, or of a magnitude from 1E-130 to 9.99…E+125. Exact.</summary>
/// <remarks>Source: DynamoDB Developer Guide, "Supported data types and naming rules", Number.</remarks>
internal readonly struct Number : IEquatable<Number>, IComparable<Number>
{
    internal const int DigitsMax = 38;

    /// <summary>Of the first digit: 1E-130.</summary>
    internal const int MagnitudeMin = -130;

    /// <summary>Of the first digit: 9.99…E+125.</summary>
    internal const int MagnitudeMax = 125;

    /// <summary>Canonical: the coefficient does not end in 0, and zero has the exponent 0.</summary>
    private Number(UInt128 coefficient, int exponent, bool isNegative)
    {
        Coefficient = coefficient;
        Exponent = (short)exponent;
        IsNegative = isNegative;
    }

    /// <summary>The digits, without zeros at the end.</summary>
    internal UInt128 Coefficient { get; }

    /// <summary>Of the last digit: the value is coefficient × 10^exponent.</summary>
    internal short Exponent { get; }

    internal bool IsNegative { get; }

    internal bool IsZero => Coefficient == UInt128.Zero;

    /// <summary>What the number counts towards an item's size: a byte for two digits (in pairs from the point on), one for the exponent, one for a minus sign; at most 21.</summary>
    /// <remarks>Source: DynamoDB Developer Guide, "DynamoDB Item sizes and formats".</remarks>
    internal int SizeBytes
    {
        get
        {
            if (IsZero)
            {
                return 1;
            }

            var digits = Digits.CountOf(Coefficient);
            var isFirstAlone = (Magnitude(digits) & 1) == 0;
            return ((digits + (isFirstAlone ? 1 : 0) + 1) / 2) + 1 + (IsNegative ? 1 : 0);
        }
    }

    /// <summary>The number that these digits make; what is wrong with it otherwise.</summary>
    internal static NumberProblem From(UInt128 coefficient, int exponent, bool isNegative, out Number number)
    {
        number = default;
        if (coefficient == UInt128.Zero)
        {
            return NumberProblem.None;
        }

        (coefficient, exponent) = Digits.WithoutZeros(coefficient, exponent);
        var digits = Digits.CountOf(coefficient);
        var magnitude = exponent + digits - 1;
        var problem = magnitude > MagnitudeMax ? NumberProblem.Overflow
            : magnitude < MagnitudeMin ? NumberProblem.Underflow
            : digits > DigitsMax ? NumberProblem.TooPrecise
            : NumberProblem.None;
        if (problem is NumberProblem.None)
        {
            number = new Number(coefficient, exponent, isNegative);
        }

        return problem;
    }

    /// <summary>A whole number.</summary>
    internal static Number Of(long value)
    {
        From((UInt128)BigInteger.Abs(value), 0, value < 0, out var number);
        return number;
    }

    /// <summary>The sum; what is wrong with it otherwise.</summary>
    internal static NumberProblem Add(Number first, Number second, out Number sum)
    {
        var exponent = Math.Min(first.Exponent, second.Exponent);
        if (first.IsZero || second.IsZero)
        {
            sum = first.IsZero ? second : first;
            return NumberProblem.None;
        }

        sum = default;
        var total = first.Scaled(exponent) + second.Scaled(exponent);
        var magnitude = BigInteger.Abs(total);
        while (!magnitude.IsZero)
        {
            var (quotient, rest) = BigInteger.DivRem(magnitude, 10);
            if (!rest.IsZero)
            {
                break;
            }

            magnitude = quotient;
            exponent++;
        }

        return magnitude > Digits.Largest ? Bound(magnitude, exponent) : From((UInt128)magnitude, exponent, total.Sign < 0, out sum);
    }

    public static Number operator -(Number number) => number.IsZero ? number : new(number.Coefficient, number.Exponent, !number.IsNegative);

    public static bool operator ==(Number left, Number right) => left.Equals(right);

    public static bool operator !=(Number left, Number right) => !left.Equals(right);

    public bool Equals(Number other) => Coefficient == other.Coefficient && Exponent == other.Exponent && IsNegative == other.IsNegative;

    public override bool Equals(object? obj) => obj is Number other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Coefficient, Exponent, IsNegative);

    public int CompareTo(Number other)
    {
        var sign = Sign.CompareTo(other.Sign);
        return sign != 0 || IsZero ? sign : IsNegative ? -CompareMagnitude(other) : CompareMagnitude(other);
    }

    /// <summary>Without an exponent and without needless zeros, as DynamoDB returns numbers.</summary>
    public override string ToString() => NumberText.Format(this);

    /// <summary>The exponent of the first digit.</summary>
    internal int Magnitude(int digits) => Exponent + digits - 1;

    private int Sign => IsZero ? 0 : IsNegative ? -1 : 1;

    /// <summary>More digits than a number has: too large, or too precise.</summary>
    private static NumberProblem Bound(BigInteger magnitude, int exponent) =>
        magnitude >= BigInteger.Pow(10, Math.Max(0, MagnitudeMax + 1 - exponent)) ? NumberProblem.Overflow : NumberProblem.TooPrecise;

    private int CompareMagnitude(Number other)
    {
        var digits = Digits.CountOf(Coefficient);
        var otherDigits = Digits.CountOf(other.Coefficient);
        var magnitude = Magnitude(digits).CompareTo(other.Magnitude(otherDigits));
        if (magnitude != 0)
        {
            return magnitude;
        }

        // Both have at most 38 digits, so that the shorter one can be made as long as the longer one.
        return digits < otherDigits ? (Coefficient * Digits.PowerOf10(otherDigits - digits)).CompareTo(other.Coefficient)
            : Coefficient.CompareTo(other.Coefficient * Digits.PowerOf10(digits - otherDigits));
    }

    private BigInteger Scaled(int exponent)
    {
        var scaled = Coefficient * BigInteger.Pow(10, Exponent - exponent);
        return IsNegative ? -scaled : scaled;
    }
}
