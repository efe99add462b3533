using System.Text;

namespace Unkai.DynamoDb.Values;

/// <summary>Key values as bytes that sort as DynamoDB sorts: text and binary as they are, numbers by value.</summary>
/// <remarks>
/// <code>
/// zero       01
/// positive   02, magnitude + 130 (1), then each pair of digits + 1
/// negative   00, 255 - (magnitude + 130) (1), then 101 - each pair of digits, then FF, so that a longer one sorts before
/// </code>
/// The magnitude is the exponent of the first digit (-130 to 125); the last pair is filled up with a 0.
/// </remarks>
internal static class KeyBytes
{
    private const byte Negative = 0;
    private const byte Zero = 1;
    private const byte Positive = 2;
    private const byte EndOfNegative = 0xff;

    /// <param name="value">Of type S, N or B.</param>
    internal static byte[] Of(Value value) => value switch
    {
        StringValue text => Encoding.UTF8.GetBytes(text.Text),
        BinaryValue binary => binary.Bytes.ToArray(),
        NumberValue number => Of(number.Number),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Type, "Only S, N and B are key values."),
    };

    private static byte[] Of(Number number)
    {
        if (number.IsZero)
        {
            return [Zero];
        }

        var digits = Digits.CountOf(number.Coefficient);
        var pairs = (digits + 1) / 2;
        var bytes = new byte[pairs + (number.IsNegative ? 3 : 2)];
        var magnitude = number.Magnitude(digits) - Number.MagnitudeMin;
        bytes[0] = number.IsNegative ? Negative : Positive;
        bytes[1] = (byte)(number.IsNegative ? byte.MaxValue - magnitude : magnitude);
        WritePairs(bytes.AsSpan(2, pairs), digits % 2 == 0 ? number.Coefficient : number.Coefficient * 10, number.IsNegative);
        if (number.IsNegative)
        {
            bytes[^1] = EndOfNegative;
        }

        return bytes;
    }

    private static void WritePairs(Span<byte> target, UInt128 coefficient, bool isNegative)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            UInt128 rest;
            (coefficient, rest) = coefficient <= ulong.MaxValue ? ((ulong)coefficient / 100, (ulong)coefficient % 100) : UInt128.DivRem(coefficient, 100);
            target[i] = (byte)(isNegative ? 101 - (int)rest : (int)rest + 1);
        }
    }
}
