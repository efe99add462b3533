using System.Text.Json;
using Unkai.Api.Contracts;

namespace Unkai.Api.Json;

/// <summary>JSON to shapes, driven by the contract.</summary>
public ref struct JsonShapeReader
{
    /// <summary>The deepest nesting that is read.</summary>
    public const int MaxDepth = 200;

    // Utf8JsonReader finds out only when a string is asked for, and then throws this and no JsonException.
    private const string NotUtf8 = "A string is not UTF-8, or holds half of a surrogate pair";

    private readonly ReadOnlySpan<byte> _text;
    private readonly JsonForm _form;
    private Utf8JsonReader _reader;
    private string? _problem;

    private JsonShapeReader(ReadOnlySpan<byte> text, JsonForm form)
    {
        _text = text;
        _form = form;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Reads a JSON object into <paramref name="target"/>; unknown members are passed over.</summary>
    /// <returns>What is wrong with the text; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<byte> text, Shape target, JsonForm form = JsonForm.Wire)
    {
        var reader = new JsonShapeReader(text, form);
        try
        {
            if (!reader._reader.Read())
            {
                return "Unexpected end of input";
            }

            if (reader._reader.TokenType != JsonTokenType.StartObject)
            {
                return "Start of structure or map found where not expected.";
            }

            if (reader.ReadStructure(target) && reader._reader.Read())
            {
                return "Unexpected text after the document";
            }

            return reader._problem;
        }
        catch (JsonException problem)
        {
            return Where(problem);
        }
        catch (InvalidOperationException)
        {
            return NotUtf8;
        }
    }

    /// <summary>Reads one JSON value as a member's value: a body that is a list, or a document.</summary>
    /// <returns>What is wrong with the text; null when nothing is.</returns>
    public static string? ReadValue(ReadOnlySpan<byte> text, MemberContract member, out ShapeValue value, JsonForm form = JsonForm.Wire)
    {
        value = default;
        var reader = new JsonShapeReader(text, form);
        try
        {
            reader._reader.Read();
            return reader.TryRead(member, out value) ? null : reader._problem;
        }
        catch (JsonException problem)
        {
            return Where(problem);
        }
        catch (InvalidOperationException)
        {
            return NotUtf8;
        }
    }

    /// <summary>The library's own sentences name its states, and are left out of trimmed programs.</summary>
    private static string Where(JsonException problem) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Unexpected character or end of input at line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}");

    private bool ReadStructure(Shape target)
    {
        var contract = target.Contract;
        var guess = 0;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            var member = FindMember(contract, guess);
            _reader.Read();
            if (member is null)
            {
                _reader.Skip();
                continue;
            }

            guess = member.Slot + 1;
            if (_reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (!TryReadDeferred(member, out var value) && !TryRead(member, out value))
            {
                return false;
            }

            target.SetValue(member.Slot, value);
        }

        return true;
    }

    /// <summary>False, and nothing is read, where there is no reader for the member or it leaves this one to the usual way.</summary>
    private bool TryReadDeferred(MemberContract member, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.StartObject || member.Shape is not MapContract { DeferredReader: { } deferred })
        {
            return false;
        }

        var ahead = _reader;
        if (deferred(ref ahead) is not { } read)
        {
            return false;
        }

        _reader = ahead;
        value = ShapeValue.Of(read);
        return true;
    }

    private readonly MemberContract? FindMember(StructureContract contract, int guess)
    {
        if (_form == JsonForm.Plain)
        {
            return contract.FindPlain(_reader.GetString()!);
        }

        // A name with an escape in it is rare enough to be made a string.
        var member = _reader.ValueIsEscaped
            ? contract.FindJson(System.Text.Encoding.UTF8.GetBytes(_reader.GetString()!))
            : contract.FindJson(_reader.ValueSpan, guess);
        return member is { Location: MemberLocation.Body } ? member : null;
    }

    private bool TryRead(MemberContract member, out ShapeValue value)
    {
        value = default;
        if (member.IsStreaming)
        {
            if (!TryReadBytes(isText: _form == JsonForm.Plain, out var body))
            {
                return false;
            }

            value = ShapeValue.Of(Payload.FromBytes(body));
            return true;
        }

        switch (member.Kind)
        {
            case ShapeKind.Structure:
                return TryReadStructure((StructureContract)member.Shape, out value);
            case ShapeKind.List:
                return TryReadList((ListContract)member.Shape, out value);
            case ShapeKind.Map:
                return TryReadMap((MapContract)member.Shape, out value);
            case ShapeKind.String:
                return TryReadString(member, out value);
            case ShapeKind.Blob:
                if (!TryReadBytes(isText: false, out var bytes))
                {
                    return false;
                }

                value = ShapeValue.Of(bytes.AsMemory());
                return true;
            case ShapeKind.Boolean:
                if (_reader.TokenType is not (JsonTokenType.True or JsonTokenType.False))
                {
                    return Fail("a Boolean");
                }

                value = ShapeValue.Of(_reader.TokenType == JsonTokenType.True);
                return true;
            case ShapeKind.Integer:
                return TryReadInteger(int.MinValue, int.MaxValue, "an Integer", out value);
            case ShapeKind.Long:
                return TryReadInteger(long.MinValue, long.MaxValue, "a Long", out value);
            case ShapeKind.Float:
            case ShapeKind.Double:
                return TryReadNumber(member.Kind, out value);
            case ShapeKind.Timestamp:
                return TryReadTimestamp(out value);
            default:
                var start = (int)_reader.TokenStartIndex;
                _reader.Skip();
                value = ShapeValue.Of(new Document(_text[start..(int)_reader.BytesConsumed].ToArray()));
                return true;
        }
    }

    private bool TryReadStructure(StructureContract contract, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return Fail("a structure");
        }

        var shape = contract.New();
        value = ShapeValue.Of(shape);
        return ReadStructure(shape);
    }

    private bool TryReadList(ListContract contract, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.StartArray)
        {
            return Fail("a list");
        }

        var list = contract.New();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (!TryRead(contract.Element, out var element))
            {
                return false;
            }

            ShapeCollections.Add(list, contract.Element.Kind, element);
        }

        value = ShapeValue.Of(list);
        return true;
    }

    private bool TryReadMap(MapContract contract, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            return Fail("a map");
        }

        var map = contract.New();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
        {
            if (!TryGetString(out var key))
            {
                return Fail("a String");
            }

            _reader.Read();
            if (_reader.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (!TryRead(contract.Value, out var element))
            {
                return false;
            }

            ShapeCollections.Set(map, contract.Value.Kind, key, element);
        }

        value = ShapeValue.Of(map);
        return true;
    }

    private bool TryReadString(MemberContract member, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType == JsonTokenType.String)
        {
            if (!TryGetString(out var text))
            {
                return Fail("a String");
            }

            value = ShapeValue.Of(text);
            return true;
        }

        // Call-by-name lets an object stand where AWS wants JSON in a string (Payload, MessageBody, Detail), and a number where it wants digits.
        if (_form == JsonForm.Plain || member.IsJsonValue)
        {
            var start = (int)_reader.TokenStartIndex;
            _reader.Skip();
            value = ShapeValue.Of(System.Text.Encoding.UTF8.GetString(_text[start..(int)_reader.BytesConsumed]));
            return true;
        }

        return Fail("a String");
    }

    /// <summary>Bytes in base64, or as they are. Call-by-name lets an object or a list stand for its own text.</summary>
    private bool TryReadBytes(bool isText, out byte[] bytes)
    {
        if (_form == JsonForm.Plain && _reader.TokenType is (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            var start = (int)_reader.TokenStartIndex;
            _reader.Skip();
            bytes = _text[start..(int)_reader.BytesConsumed].ToArray();
            return true;
        }

        if (_reader.TokenType == JsonTokenType.String)
        {
            if (isText && TryGetString(out var text))
            {
                bytes = System.Text.Encoding.UTF8.GetBytes(text);
                return true;
            }

            if (!isText && _reader.TryGetBytesFromBase64(out var decoded))
            {
                bytes = decoded;
                return true;
            }
        }

        bytes = [];
        return Fail("a blob");
    }

    private readonly bool TryGetString(out string text)
    {
        try
        {
            text = _reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // Not UTF-8, or half of a surrogate pair.
            text = "";
            return false;
        }
    }

    private bool TryReadInteger(long min, long max, string what, out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType != JsonTokenType.Number)
        {
            return Fail(what);
        }

        if (!_reader.TryGetInt64(out var number))
        {
            if (!_reader.TryGetDecimal(out var precise) || precise != decimal.Truncate(precise) || precise < min || precise > max)
            {
                return Fail(what);
            }

            number = (long)precise;
        }

        if (number < min || number > max)
        {
            return Fail(what);
        }

        value = ShapeValue.Of(number);
        return true;
    }

    private bool TryReadNumber(ShapeKind kind, out ShapeValue value)
    {
        value = default;
        double number;
        if (_reader.TokenType == JsonTokenType.Number)
        {
            if (kind == ShapeKind.Float && _reader.TryGetSingle(out var single))
            {
                value = ShapeValue.Of(single);
                return true;
            }

            if (!_reader.TryGetDouble(out number))
            {
                return Fail("a number");
            }
        }
        else if (_reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals("NaN"u8))
        {
            number = double.NaN;
        }
        else if (_reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals("Infinity"u8))
        {
            number = double.PositiveInfinity;
        }
        else if (_reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals("-Infinity"u8))
        {
            number = double.NegativeInfinity;
        }
        else
        {
            return Fail("a number");
        }

        value = kind == ShapeKind.Float ? ShapeValue.Of((float)number) : ShapeValue.Of(number);
        return true;
    }

    private bool TryReadTimestamp(out ShapeValue value)
    {
        value = default;
        if (_reader.TokenType == JsonTokenType.Number && _reader.TryGetDecimal(out var seconds) && Timestamps.FromUnixSeconds(seconds) is { } time)
        {
            value = ShapeValue.Of(time);
            return true;
        }

        if (_reader.TokenType == JsonTokenType.String && TryGetString(out var text) && Timestamps.Parse(text) is { } parsed)
        {
            value = ShapeValue.Of(parsed);
            return true;
        }

        return Fail("a Timestamp");
    }

    private bool Fail(string what)
    {
        var found = _reader.TokenType switch
        {
            JsonTokenType.String => "STRING_VALUE",
            JsonTokenType.Number => "NUMBER_VALUE",
            JsonTokenType.True => "TRUE_VALUE",
            JsonTokenType.False => "FALSE_VALUE",
            JsonTokenType.StartArray => "Start of list",
            JsonTokenType.StartObject => "Start of structure or map",
            _ => "Value",
        };
        _problem ??= _reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject
            ? $"{found} found where not expected."
            : $"{found} can not be converted to {what}";
        return false;
    }
}
