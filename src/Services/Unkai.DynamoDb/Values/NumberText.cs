using System.Globalization;

namespace Unkai.DynamoDb.Values;

/// <summary>Numbers as text.</summary>
internal static class NumberText
{
    /// <summary>No number needs more; what is longer is zeros, or not a number that is held.</summary>
    private const int ExponentDigitsMax = 9;

    /// <summary>Reads digits with an optional sign, point and exponent.</summary>
    internal static NumberProblem Parse(ReadOnlySpan<char> text, out Number number)
    {
        number = default;
        var position = 0;
        var isNegative = SkipSign(text, ref position);
        UInt128 coefficient = 0;
        int digits = 0, significant = 0, exponent = 0, zeros = 0;
        var hasPoint = false;
        for (; position < text.Length; position++)
        {
            var character = text[position];
            if (character == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else if (char.IsAsciiDigit(character))
            {
                digits++;
                exponent -= hasPoint ? 1 : 0;
                if (character == '0')
                {
                    // Zeros count once another digit follows.
                    zeros += significant > 0 ? 1 : 0;
                    continue;
                }

                significant += zeros + 1;
                if (significant <= Number.DigitsMax)
                {
                    coefficient = (coefficient * Digits.PowerOf10(zeros + 1)) + (uint)(character - '0');
                }

                zeros = 0;
            }
            else
            {
                break;
            }
        }

        if (digits == 0 || !TryReadExponent(text[position..], out var stated))
        {
            return NumberProblem.NotANumber;
        }

        exponent += zeros + stated;
        return significant > Number.DigitsMax ? Bound(significant + exponent - 1) : Number.From(coefficient, exponent, isNegative, out number);
    }

    internal static string Format(Number number)
    {
        if (number.IsZero)
        {
            return "0";
        }

        var digits = number.Coefficient.ToString(CultureInfo.InvariantCulture);
        var sign = number.IsNegative ? "-" : "";
        var whole = digits.Length + number.Exponent;
        return number.Exponent >= 0 ? sign + digits + new string('0', number.Exponent)
            : whole > 0 ? $"{sign}{digits.AsSpan(0, whole)}.{digits.AsSpan(whole)}"
            : $"{sign}0.{new string('0', -whole)}{digits}";
    }

    private static NumberProblem Bound(int magnitude) =>
        magnitude > Number.MagnitudeMax ? NumberProblem.Overflow : magnitude < Number.MagnitudeMin ? NumberProblem.Underflow : NumberProblem.TooPrecise;

    private static bool SkipSign(ReadOnlySpan<char> text, ref int position)
    {
        if (position < text.Length && text[position] is ('+' or '-'))
        {
            return text[position++] == '-';
        }

        return false;
    }

    /// <summary>Reads nothing, or an e with a whole number.</summary>
    private static bool TryReadExponent(ReadOnlySpan<char> text, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }

        var position = 1;
        var isNegative = SkipSign(text, ref position);
        var digits = text[position..].TrimStart('0');
        if (position == text.Length || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        exponent = digits.Length > ExponentDigitsMax ? (int)Math.Pow(10, ExponentDigitsMax) : digits.IsEmpty ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        exponent = isNegative ? -exponent : exponent;
        return true;
    }
}
