using Unkai.Api.DynamoDbStreams;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Streams;

/// <summary>Values in the shapes of the streams' own contract.</summary>
internal static class StreamValues
{
    internal static Dictionary<string, AttributeValue> Write(MapValue map)
    {
        var attributes = new Dictionary<string, AttributeValue>(map.Members.Count);
        foreach (var (name, value) in map.Members)
        {
            attributes.Add(name, Write(value));
        }

        return attributes;
    }

    private static AttributeValue Write(Value value) => value switch
    {
        StringValue text => new AttributeValue { S = text.Text },
        NumberValue number => new AttributeValue { N = number.Number.ToString() },
        BinaryValue binary => new AttributeValue { B = binary.Bytes },
        BooleanValue boolean => new AttributeValue { BOOL = boolean.IsTrue },
        NullValue => new AttributeValue { NULL = true },
        ListValue list => new AttributeValue { L = [.. list.Elements.Select(Write)] },
        MapValue map => new AttributeValue { M = Write(map) },
        StringSetValue set => new AttributeValue { SS = [.. set.Elements] },
        NumberSetValue set => new AttributeValue { NS = [.. set.Elements.Select(number => number.ToString())] },
        BinarySetValue set => new AttributeValue { BS = [.. set.Elements] },
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Type, "A value of no known type."),
    };
}
