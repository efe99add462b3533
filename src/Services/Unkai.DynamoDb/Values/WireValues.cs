using Unkai.Api;
using Wire = Unkai.Api.DynamoDb.AttributeValue;

namespace Unkai.DynamoDb.Values;

/// <summary>Values as requests and responses have them.</summary>
/// <remarks>Source of the rules: DynamoDB API reference, AttributeValue; the sentences are DynamoDB's answers.</remarks>
internal static class WireValues
{
    /// <summary>An item's attributes; ValidationException for one that DynamoDB refuses.</summary>
    internal static Outcome<MapValue> ReadItem(Dictionary<string, Wire> attributes) => ReadMap(attributes, levelsLeft: Value.DepthMax);

    /// <summary>A value; ValidationException if DynamoDB refuses it.</summary>
    internal static Outcome<Value> Read(Wire wire) => Read(wire, Value.DepthMax);

    internal static Dictionary<string, Wire> Write(MapValue map)
    {
        var attributes = new Dictionary<string, Wire>(map.Members.Count);
        foreach (var (name, value) in map.Members)
        {
            attributes.Add(name, Write(value));
        }

        return attributes;
    }

    internal static Wire Write(Value value) => value switch
    {
        StringValue text => new Wire { S = text.Text },
        NumberValue number => new Wire { N = number.Number.ToString() },
        BinaryValue binary => new Wire { B = binary.Bytes },
        BooleanValue boolean => new Wire { BOOL = boolean.IsTrue },
        NullValue => new Wire { NULL = true },
        ListValue list => new Wire { L = [.. list.Elements.Select(Write)] },
        MapValue map => new Wire { M = Write(map) },
        StringSetValue set => new Wire { SS = [.. set.Elements] },
        NumberSetValue set => new Wire { NS = [.. set.Elements.Select(number => number.ToString())] },
        BinarySetValue set => new Wire { BS = [.. set.Elements] },
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Type, "A value of no known type."),
    };

    private static Outcome<MapValue> ReadMap(Dictionary<string, Wire> attributes, int levelsLeft)
    {
        var members = new Dictionary<string, Value>(attributes.Count);
        foreach (var (name, wire) in attributes)
        {
            var value = Read(wire, levelsLeft);
            if (value.IsError)
            {
                return value.Error;
            }

            members.Add(name, value.Value);
        }

        return new MapValue(members);
    }

    private static Outcome<Value> Read(Wire wire, int levelsLeft)
    {
        var slot = wire.NextSet(0);
        if (slot < 0)
        {
            return ValueErrors.NoType;
        }

        if (wire.NextSet(slot + 1) >= 0)
        {
            return ValueErrors.ManyTypes;
        }

        if (levelsLeft == 0 && (wire.L is not null || wire.M is not null))
        {
            return ValueErrors.TooDeep;
        }

        return wire switch
        {
            { S: { } text } => new StringValue(text),
            { N: { } number } => ReadNumber(number),
            { B: { } bytes } => new BinaryValue(bytes),
            { BOOL: { } isTrue } => BooleanValue.Of(isTrue),
            { NULL: { } isNull } => isNull ? NullValue.Instance : ValueErrors.NullIsFalse,
            { M: { } members } => ReadMap(members, levelsLeft - 1).Cast<Value>(),
            { L: { } elements } => ReadList(elements, levelsLeft - 1),
            { SS: { } elements } => ReadStringSet(elements),
            { NS: { } elements } => ReadNumberSet(elements),
            { BS: { } elements } => ReadBinarySet(elements),
            _ => ValueErrors.NoType,
        };
    }

    private static Outcome<Value> ReadNumber(string text)
    {
        var problem = NumberText.Parse(text, out var number);
        return problem is NumberProblem.None ? new NumberValue(number) : ValueErrors.Of(problem, text);
    }

    private static Outcome<Value> ReadList(List<Wire> elements, int levelsLeft)
    {
        var values = new List<Value>(elements.Count);
        foreach (var element in elements)
        {
            var value = Read(element, levelsLeft);
            if (value.IsError)
            {
                return value.Error;
            }

            values.Add(value.Value);
        }

        return new ListValue(values);
    }

    private static Outcome<Value> ReadStringSet(List<string> elements) =>
        elements.Count == 0 ? ValueErrors.EmptyStringSet
        : elements.ToHashSet(StringComparer.Ordinal).Count < elements.Count ? ValueErrors.DuplicateStrings(elements)
        : new StringSetValue(elements);

    private static Outcome<Value> ReadNumberSet(List<string> elements)
    {
        if (elements.Count == 0)
        {
            return ValueErrors.EmptyNumberSet;
        }

        var numbers = new List<Number>(elements.Count);
        foreach (var text in elements)
        {
            var problem = NumberText.Parse(text, out var number);
            if (problem is not NumberProblem.None)
            {
                return ValueErrors.Of(problem, text);
            }

            numbers.Add(number);
        }

        return numbers.ToHashSet().Count < numbers.Count ? ValueErrors.DuplicateNumbers : new NumberSetValue(numbers);
    }

    private static Outcome<Value> ReadBinarySet(List<ReadOnlyMemory<byte>> elements) =>
        elements.Count == 0 ? ValueErrors.EmptyBinarySet
        : elements.ToHashSet(ByteComparer.Instance).Count < elements.Count ? ValueErrors.DuplicateBytes(elements)
        : new BinarySetValue(elements);
}
