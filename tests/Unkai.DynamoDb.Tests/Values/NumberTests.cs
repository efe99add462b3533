using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.Values;

public sealed class NumberTests
{
    /// <summary>Coefficient and exponent of numbers that DynamoDB holds.</summary>
    private static readonly Gen<(BigInteger Coefficient, int Exponent)> s_decimals =
        from digits in Gen.Choose(1, Number.DigitsMax)
        from text in Gen.Choose(0, 9).ArrayOf(digits)
        from isNegative in Gen.Elements(true, false)
        from exponent in Gen.Frequency((3, Gen.Choose(-45, 10)), (1, Gen.Choose(Number.MagnitudeMin, Number.MagnitudeMax + 1 - Number.DigitsMax)))
        let coefficient = BigInteger.Parse(string.Concat(text), CultureInfo.InvariantCulture)
        select (isNegative ? -coefficient : coefficient, exponent);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("0e500", "0")]
    [InlineData("1", "1")]
    [InlineData("+1", "1")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("001.100", "1.1")]
    [InlineData("1e3", "1000")]
    [InlineData("12.5E-3", "0.0125")]
    [InlineData("0.5e+1", "5")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999")]
    [InlineData("-123456789012345678.12345678901234567890", "-123456789012345678.1234567890123456789")]
    public void Text_becomes_the_number_in_its_shortest_plain_form(string text, string expected)
    {
        Assert.Equal(NumberProblem.None, NumberText.Parse(text, out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("", (int)NumberProblem.NotANumber)]
    [InlineData("a", (int)NumberProblem.NotANumber)]
    [InlineData("1a", (int)NumberProblem.NotANumber)]
    [InlineData(" 1", (int)NumberProblem.NotANumber)]
    [InlineData("1e", (int)NumberProblem.NotANumber)]
    [InlineData("1e+", (int)NumberProblem.NotANumber)]
    [InlineData("1.2.3", (int)NumberProblem.NotANumber)]
    [InlineData("--1", (int)NumberProblem.NotANumber)]
    [InlineData(".", (int)NumberProblem.NotANumber)]
    [InlineData("NaN", (int)NumberProblem.NotANumber)]
    [InlineData("Infinity", (int)NumberProblem.NotANumber)]
    [InlineData("0x1", (int)NumberProblem.NotANumber)]
    [InlineData("1e126", (int)NumberProblem.Overflow)]
    [InlineData("-9e999999999999", (int)NumberProblem.Overflow)]
    [InlineData("1e-131", (int)NumberProblem.Underflow)]
    [InlineData("123456789012345678901234567890123456789", (int)NumberProblem.TooPrecise)]
    [InlineData("1.00000000000000000000000000000000000001", (int)NumberProblem.TooPrecise)]
    public void Text_that_is_no_number_is_told_why(string text, int problem) => Assert.Equal((NumberProblem)problem, NumberText.Parse(text, out _));

    [Theory]
    [InlineData("9.9999999999999999999999999999999999999E+125")]
    [InlineData("-9.9999999999999999999999999999999999999E+125")]
    [InlineData("1E-130")]
    [InlineData("-1E-130")]
    public void The_ends_of_the_range_are_held(string text)
    {
        var number = Parse(text);

        Assert.Equal(number, Parse(number.ToString()));
    }

    [Fact]
    public void Every_number_survives_its_text() => Prop.ForAll(
        s_decimals.ToArbitrary(),
        pair => Parse(Of(pair).ToString()) == Of(pair)).QuickCheckThrowOnFailure();

    [Fact]
    public void Sums_are_those_of_whole_numbers() => Prop.ForAll(
        s_decimals.Two().ToArbitrary(),
        pair =>
        {
            var exponent = Math.Min(pair.Item1.Exponent, pair.Item2.Exponent);
            var total = Scaled(pair.Item1, exponent) + Scaled(pair.Item2, exponent);
            var problem = Number.Add(Of(pair.Item1), Of(pair.Item2), out var sum);
            var expected = NumberText.Parse(total.ToString(CultureInfo.InvariantCulture) + "e" + exponent, out var total38);
            return problem == expected && (problem is not NumberProblem.None || sum == total38);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_is_that_of_whole_numbers_and_of_the_key_bytes() => Prop.ForAll(
        s_decimals.Two().ToArbitrary(),
        pair =>
        {
            var exponent = Math.Min(pair.Item1.Exponent, pair.Item2.Exponent);
            var expected = Scaled(pair.Item1, exponent).CompareTo(Scaled(pair.Item2, exponent));
            var (first, second) = (Of(pair.Item1), Of(pair.Item2));
            return Math.Sign(first.CompareTo(second)) == expected
                && Math.Sign(KeyBytes.Of(new NumberValue(first)).AsSpan().SequenceCompareTo(KeyBytes.Of(new NumberValue(second)))) == expected;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0", 1)]
    [InlineData("5", 2)]
    [InlineData("55", 2)]
    [InlineData("555", 3)]
    [InlineData("0.5", 2)]
    [InlineData("1.5", 3)]
    [InlineData("-5", 3)]
    [InlineData("100", 2)]
    [InlineData("1e125", 2)]
    public void A_number_takes_a_byte_for_two_digits_and_one_more(string text, int bytes) => Assert.Equal(bytes, Parse(text).SizeBytes);

    private static Number Parse(string text)
    {
        Assert.Equal(NumberProblem.None, NumberText.Parse(text, out var number));
        return number;
    }

    private static Number Of((BigInteger Coefficient, int Exponent) pair)
    {
        Number.From((UInt128)BigInteger.Abs(pair.Coefficient), pair.Exponent, pair.Coefficient.Sign < 0, out var number);
        return number;
    }

    private static BigInteger Scaled((BigInteger Coefficient, int Exponent) pair, int exponent) =>
        Of(pair).IsZero ? BigInteger.Zero : pair.Coefficient * BigInteger.Pow(10, pair.Exponent - exponent);
}
