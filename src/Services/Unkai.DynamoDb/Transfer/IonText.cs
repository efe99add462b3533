using System.Globalization;
using System.Text;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Transfer;

/// <summary>Items as Ion text: a line an item.</summary>
/// <remarks>
/// <c>$ion_1_0 {Item:{Id:103.,Authors:$dynamodb_SS::["a","b"]}}</c>: numbers are decimals, sets annotated lists. Source: DynamoDB Developer Guide, "DynamoDB table
/// export output format", Amazon Ion; Amazon Ion 1.0, text encoding.
/// </remarks>
internal static class IonText
{
    /// <summary>How far behind the point a first digit may stand before an exponent is written, as Ion's libraries do.</summary>
    private const int LeadingZerosMax = 6;

    internal static string LineOf(MapValue item)
    {
        var line = new StringBuilder("$ion_1_0 {Item:");
        Write(line, item);
        return line.Append('}').ToString();
    }

    private static void Write(StringBuilder line, Value value)
    {
        switch (value)
        {
            case StringValue text:
                WriteQuoted(line, text.Text, '"');
                break;
            case NumberValue number:
                WriteDecimal(line, number.Number);
                break;
            case BinaryValue binary:
                WriteBlob(line, binary.Bytes);
                break;
            case BooleanValue boolean:
                line.Append(boolean.IsTrue ? "true" : "false");
                break;
            case NullValue:
                line.Append("null");
                break;
            case ListValue list:
                WriteList(line, list.Elements, Write);
                break;
            case MapValue map:
                WriteStruct(line, map);
                break;
            case StringSetValue set:
                line.Append("$dynamodb_SS::");
                WriteList(line, set.Elements, (to, text) => WriteQuoted(to, text, '"'));
                break;
            case NumberSetValue set:
                line.Append("$dynamodb_NS::");
                WriteList(line, set.Elements, WriteDecimal);
                break;
            case BinarySetValue set:
                line.Append("$dynamodb_BS::");
                WriteList(line, set.Elements, WriteBlob);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value.Type, "A value of no known type.");
        }
    }

    private static void WriteList<T>(StringBuilder line, IEnumerable<T> elements, Action<StringBuilder, T> write)
    {
        var separator = '[';
        foreach (var element in elements)
        {
            line.Append(separator);
            write(line, element);
            separator = ',';
        }

        line.Append(separator == '[' ? "[]" : "]");
    }

    private static void WriteStruct(StringBuilder line, MapValue map)
    {
        var separator = '{';
        foreach (var (name, value) in map.Members)
        {
            line.Append(separator);
            WriteSymbol(line, name);
            line.Append(':');
            Write(line, value);
            separator = ',';
        }

        line.Append(separator == '{' ? "{}" : "}");
    }

    private static void WriteBlob(StringBuilder line, ReadOnlyMemory<byte> bytes) => line.Append("{{").Append(Convert.ToBase64String(bytes.Span)).Append("}}");

    /// <summary>A whole number ends in a point; what is larger or smaller than its digits has an exponent: <c>103.</c>, <c>6d2</c>, <c>1.5</c>, <c>1d-10</c>.</summary>
    private static void WriteDecimal(StringBuilder line, Number number)
    {
        var digits = number.Coefficient.ToString(CultureInfo.InvariantCulture);
        line.Append(number.IsNegative ? "-" : "");
        if (number.Exponent == 0)
        {
            line.Append(digits).Append('.');
            return;
        }

        if (number.Exponent > 0)
        {
            line.Append(digits).Append('d').Append(number.Exponent);
            return;
        }

        var whole = digits.Length + number.Exponent;
        if (whole > 0)
        {
            line.Append(digits, 0, whole).Append('.').Append(digits, whole, digits.Length - whole);
        }
        else if (whole - 1 >= -LeadingZerosMax)
        {
            line.Append("0.").Append('0', -whole).Append(digits);
        }
        else
        {
            line.Append(digits).Append('d').Append(number.Exponent);
        }
    }

    private static void WriteSymbol(StringBuilder line, string name)
    {
        if (IsIdentifier(name))
        {
            line.Append(name);
        }
        else
        {
            WriteQuoted(line, name, '\'');
        }
    }

    /// <summary>Whether a name stands without quotes: neither a keyword nor the number of a symbol.</summary>
    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '$')
        && name is not ("null" or "true" or "false" or "nan")
        && !(name.Length > 1 && name[0] == '$' && name.Skip(1).All(char.IsAsciiDigit));

    private static void WriteQuoted(StringBuilder line, string text, char quote)
    {
        line.Append(quote);
        foreach (var character in text)
        {
            _ = character switch
            {
                '\n' => line.Append("\\n"),
                '\r' => line.Append("\\r"),
                '\t' => line.Append("\\t"),
                '\\' => line.Append("\\\\"),
                _ when character == quote => line.Append('\\').Append(quote),
                < ' ' or '\u007f' => line.Append("\\x").Append(((int)character).ToString("x2", CultureInfo.InvariantCulture)),
                _ => line.Append(character),
            };
        }

        line.Append(quote);
    }
}
