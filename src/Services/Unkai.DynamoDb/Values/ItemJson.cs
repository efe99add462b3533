using System.Buffers.Text;
using System.Text.Json;

namespace Unkai.DynamoDb.Values;

/// <summary>Items in DynamoDB's JSON. A stored item is not taken apart for it.</summary>
internal static class ItemJson
{
    private static readonly JsonEncodedText[] s_names = [.. Enumerable.Range(0, (int)ValueType.BS + 1).Select(type => JsonEncodedText.Encode(((ValueType)type).ToString()))];

    internal static void Write(Utf8JsonWriter writer, MapValue item)
    {
        if (item.Stored.IsEmpty)
        {
            WriteMembers(writer, item);
            return;
        }

        StoredItemJson.Write(writer, item.Stored);
    }

    private static void WriteMembers(Utf8JsonWriter writer, MapValue map)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in map.Members)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, Value value)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(s_names[(int)value.Type]);
        switch (value)
        {
            case StringValue text: writer.WriteStringValue(text.Text); break;
            case NumberValue number: WriteNumber(writer, number.Number); break;
            case BinaryValue binary: writer.WriteBase64StringValue(binary.Bytes.Span); break;
            case BooleanValue boolean: writer.WriteBooleanValue(boolean.IsTrue); break;
            case NullValue: writer.WriteBooleanValue(true); break;
            case MapValue map: WriteMembers(writer, map); break;
            default: WriteElements(writer, value); break;
        }

        writer.WriteEndObject();
    }

    private static void WriteElements(Utf8JsonWriter writer, Value value)
    {
        writer.WriteStartArray();
        switch (value)
        {
            case ListValue list:
                foreach (var element in list.Elements)
                {
                    WriteValue(writer, element);
                }

                break;
            case StringSetValue set:
                foreach (var element in set.Elements)
                {
                    writer.WriteStringValue(element);
                }

                break;
            case NumberSetValue set:
                foreach (var element in set.Elements)
                {
                    WriteNumber(writer, element);
                }

                break;
            case BinarySetValue set:
                foreach (var element in set.Elements)
                {
                    writer.WriteBase64StringValue(element.Span);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Type, "A value of no known type.");
        }

        writer.WriteEndArray();
    }

    /// <summary>A number in quotes; most are whole and fit 64 bits.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, Number number)
    {
        const int DigitsMax = 20;
        if (number.Exponent != 0 || number.Coefficient > long.MaxValue)
        {
            writer.WriteStringValue(number.ToString());
            return;
        }

        Span<byte> digits = stackalloc byte[DigitsMax];
        var value = (long)number.Coefficient;
        Utf8Formatter.TryFormat(number.IsNegative ? -value : value, digits, out var length);
        writer.WriteStringValue(digits[..length]);
    }
}
