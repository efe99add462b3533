using FsCheck;
using FsCheck.Fluent;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Tests.Values;

/// <summary>Values of every type, nested now and then; few names and short contents, so that they meet.</summary>
internal static class RandomValues
{
    internal static Gen<string> Texts { get; } = from parts in Gen.Elements("", "a", "b", "ä", "\ud83d\ude00", "\uffff", "z", "0").ListOf(3) select string.Concat(parts);

    internal static Gen<string> Names { get; } = Gen.Elements("a", "b", "c", "d", "id", "ä");

    internal static Gen<Number> Numbers { get; } =
        from coefficient in Gen.Choose(-1000, 1000)
        from exponent in Gen.Choose(-3, 3)
        select NumberText.Parse($"{coefficient}e{exponent}", out var number) is NumberProblem.None ? number : default;

    internal static Gen<Value> Scalars { get; } = Gen.OneOf(
        Texts.Select(Value (text) => new StringValue(text)),
        Numbers.Select(Value (number) => new NumberValue(number)),
        Gen.Elements("", "a", "bc").Select(Value (text) => new BinaryValue(System.Text.Encoding.UTF8.GetBytes(text))),
        Gen.Elements<Value>(BooleanValue.True, BooleanValue.False, NullValue.Instance));

    internal static Gen<Value> Sets { get; } = Gen.OneOf(
        Texts.NonEmptyListOf().Select(Value (texts) => new StringSetValue([.. texts.Distinct()])),
        Numbers.NonEmptyListOf().Select(Value (numbers) => new NumberSetValue([.. numbers.Distinct()])),
        Texts.NonEmptyListOf().Select(Value (texts) => new BinarySetValue([.. texts.Distinct().Select(text => new ReadOnlyMemory<byte>(System.Text.Encoding.UTF8.GetBytes(text)))])));

    internal static Gen<Value> Values { get; } = Nested(2);

    internal static Gen<MapValue> Items { get; } = MapsOf(Values);

    private static Gen<Value> Nested(int levels) => levels == 0 ? Gen.Frequency((4, Scalars), (1, Sets)) : Gen.Frequency(
        (4, Scalars),
        (1, Sets),
        (1, Nested(levels - 1).ListOf(3).Select(Value (values) => new ListValue([.. values]))),
        (1, MapsOf(Nested(levels - 1)).Select(Value (map) => map)));

    private static Gen<MapValue> MapsOf(Gen<Value> values) =>
        from pairs in (from name in Names from value in values select (name, value)).ListOf(4)
        select new MapValue(pairs.DistinctBy(pair => pair.name).ToDictionary(pair => pair.name, pair => pair.value));
}
