using System.Text.Json;
using System.Text.Unicode;

namespace Unkai.DynamoDb.Values;

/// <summary>
/// An item of a request, from JSON straight to the bytes that are stored. Whatever is not plainly right it leaves alone: that goes through
/// <see cref="WireValues"/>, which knows what is wrong and says so.
/// </summary>
/// <remarks>Left alone are also numbers that are not written as DynamoDB shows them, long lists and items of many attributes: both ways give the same item.</remarks>
internal ref struct JsonItemReader
{
    private const int FirstBytes = 4096;
    private const int KeptBytesMax = 64 * 1024;
    private const int NameBytesMax = 255;

    /// <summary>Each is compared with each other one.</summary>
    private const int NamesMax = 64;

    /// <summary>A count up to here takes one byte, which is set aside before it is known.</summary>
    private const int ElementsMax = 127;

    [ThreadStatic]
    private static byte[]? s_spare;

    [ThreadStatic]
    private static List<(int Start, int Length)>? s_names;

    /// <summary>Where the names of the maps that are being read stand, and the elements of the set that is.</summary>
    private readonly List<(int Start, int Length)> _names;

    private byte[] _bytes;
    private int _count;

    /// <summary>Where the text, bytes or number that was added last stands.</summary>
    private (int Start, int Length) _last;

    private JsonItemReader(byte[] bytes, List<(int Start, int Length)> names)
    {
        _bytes = bytes;
        _names = names;
    }

    /// <summary>The item; null if it is to be read the usual way.</summary>
    /// <param name="reader">At the start of the object; at its end where an item is returned.</param>
    internal static DeferredItem? Read(ref Utf8JsonReader reader)
    {
        var item = new JsonItemReader(s_spare ?? new byte[FirstBytes], s_names ??= []);
        item._names.Clear();
        item.Room(1)[0] = ItemCodec.Version;
        item._count = 1;
        var stored = item.TryMembers(ref reader, Value.DepthMax) ? item._bytes.AsSpan(0, item._count).ToArray() : null;
        s_spare = item._bytes.Length <= KeptBytesMax ? item._bytes : null;
        return stored is null ? null : new DeferredItem(MapValue.OfStored(stored));
    }

    private bool TryMembers(ref Utf8JsonReader reader, int levelsLeft)
    {
        var (countAt, firstName, members) = (StartCount(), _names.Count, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (++members > NamesMax || reader.ValueSpan.Length is 0 or > NameBytesMax || reader.ValueIsEscaped || !TryText(ref reader) || !IsNew(firstName))
            {
                return false;
            }

            reader.Read();
            if (!TryValue(ref reader, levelsLeft))
            {
                return false;
            }
        }

        _bytes[countAt] = (byte)members;
        _names.RemoveRange(firstName, _names.Count - firstName);
        return true;
    }

    /// <summary>An object of one member, whose name is the value's type.</summary>
    private bool TryValue(ref Utf8JsonReader reader, int levelsLeft)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || TypeOf(reader.ValueSpan) is not { } type)
        {
            return false;
        }

        Room(1)[0] = (byte)type;
        _count++;
        reader.Read();
        var isRight = type switch
        {
            ValueType.S => reader.TokenType == JsonTokenType.String && TryText(ref reader),
            ValueType.N => TryNumber(ref reader),
            ValueType.B => TryBytes(ref reader),
            ValueType.BOOL => TryBoolean(ref reader),
            ValueType.NULL => reader.TokenType == JsonTokenType.True,
            ValueType.M => levelsLeft > 0 && reader.TokenType == JsonTokenType.StartObject && TryMembers(ref reader, levelsLeft - 1),
            ValueType.L => levelsLeft > 0 && TryList(ref reader, levelsLeft - 1),
            _ => TrySet(ref reader, type),
        };
        return isRight && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    private static ValueType? TypeOf(ReadOnlySpan<byte> name) => name switch
    {
        [(byte)'S'] => ValueType.S,
        [(byte)'N'] => ValueType.N,
        [(byte)'B'] => ValueType.B,
        [(byte)'M'] => ValueType.M,
        [(byte)'L'] => ValueType.L,
        [(byte)'S', (byte)'S'] => ValueType.SS,
        [(byte)'N', (byte)'S'] => ValueType.NS,
        [(byte)'B', (byte)'S'] => ValueType.BS,
        [(byte)'B', (byte)'O', (byte)'O', (byte)'L'] => ValueType.BOOL,
        [(byte)'N', (byte)'U', (byte)'L', (byte)'L'] => ValueType.NULL,
        _ => null,
    };

    private bool TryList(ref Utf8JsonReader reader, int levelsLeft)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var (countAt, elements) = (StartCount(), 0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++elements > ElementsMax || !TryValue(ref reader, levelsLeft))
            {
                return false;
            }
        }

        _bytes[countAt] = (byte)elements;
        return true;
    }

    private bool TrySet(ref Utf8JsonReader reader, ValueType type)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var (countAt, firstName, elements) = (StartCount(), _names.Count, 0);
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            var isRight = type switch
            {
                ValueType.SS => TryText(ref reader),
                ValueType.NS => TryNumber(ref reader),
                _ => TryBytes(ref reader),
            };
            if (++elements > NamesMax || !isRight || !IsNew(firstName))
            {
                return false;
            }
        }

        _bytes[countAt] = (byte)elements;
        _names.RemoveRange(firstName, _names.Count - firstName);
        return elements > 0 && reader.TokenType == JsonTokenType.EndArray;
    }

    private bool TryText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Utf8.IsValid(reader.ValueSpan) && Add(reader.ValueSpan);
        }

        try
        {
            return Add(System.Text.Encoding.UTF8.GetBytes(reader.GetString()!));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return false;
        }
    }

    private bool TryBytes(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var bytes) && Add(bytes);

    private bool TryBoolean(ref Utf8JsonReader reader)
    {
        Room(1)[0] = reader.TokenType == JsonTokenType.True ? (byte)1 : (byte)0;
        _count++;
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False;
    }

    private bool TryNumber(ref Utf8JsonReader reader)
    {
        const int DigitsMax = 64;
        var text = reader.ValueSpan;
        Span<char> characters = stackalloc char[DigitsMax];
        if (reader.TokenType != JsonTokenType.String || text.Length > DigitsMax || !IsAsShown(text))
        {
            return false;
        }

        var length = System.Text.Encoding.ASCII.GetChars(text, characters);
        if (NumberText.Parse(characters[..length], out var number) is not NumberProblem.None)
        {
            return false;
        }

        var start = _count;
        _count += ItemCodec.WriteNumber(number, Room(ItemCodec.NumberBytesMax));
        _last = (start, _count - start);
        return true;
    }

    /// <summary>Whether a number is written as DynamoDB shows it: no exponent, no needless zero or sign.</summary>
    private static bool IsAsShown(ReadOnlySpan<byte> text)
    {
        var digits = text.StartsWith("-"u8) ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        return !whole.IsEmpty
            && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !fraction.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (whole[0] != '0' || (whole.Length == 1 && (point >= 0 || text.Length == 1)))
            && (point < 0 || (!fraction.IsEmpty && fraction[^1] != '0'));
    }

    /// <summary>Whether what was added last is not yet among the names, or elements, from the first on. From now on it is.</summary>
    private readonly bool IsNew(int first)
    {
        var last = _bytes.AsSpan(_last.Start, _last.Length);
        for (var i = first; i < _names.Count; i++)
        {
            if (_bytes.AsSpan(_names[i].Start, _names[i].Length).SequenceEqual(last))
            {
                return false;
            }
        }

        _names.Add(_last);
        return true;
    }

    private int StartCount()
    {
        Room(1);
        return _count++;
    }

    private bool Add(ReadOnlySpan<byte> content)
    {
        var room = Room(ItemCodec.LengthBytesMax + content.Length);
        var head = ItemCodec.WriteLength(content.Length, room);
        content.CopyTo(room[head..]);
        _last = (_count + head, content.Length);
        _count += head + content.Length;
        return true;
    }

    private Span<byte> Room(int count)
    {
        if (count > _bytes.Length - _count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        }

        return _bytes.AsSpan(_count);
    }
}
