using System.Buffers.Binary;
using System.Text;
using Unkai.Storage;

namespace Unkai.DynamoDb.Values;

/// <summary>Reads what <see cref="ItemCodec"/> writes. Byte strings are slices of the source.</summary>
internal ref struct ItemReader(ReadOnlyMemory<byte> source)
{
    private readonly ReadOnlyMemory<byte> _source = source;
    private int _position;
    private int _levels;

    internal byte Byte() => Take(1).Span[0];

    internal MapValue Members()
    {
        var count = Length();
        var members = new Dictionary<string, Value>(count);
        for (var i = 0; i < count; i++)
        {
            if (!members.TryAdd(Text(), Value()))
            {
                throw new StoreCorruptException("An item holds an attribute twice.");
            }
        }

        return new MapValue(members);
    }

    private Value Value() => (ValueType)Byte() switch
    {
        ValueType.S => new StringValue(Text()),
        ValueType.N => new NumberValue(Number()),
        ValueType.B => new BinaryValue(Bytes()),
        ValueType.BOOL => BooleanValue.Of(Byte() != 0),
        ValueType.NULL => NullValue.Instance,
        ValueType.M => Nested(static (ref ItemReader reader) => reader.Members()),
        ValueType.L => Nested(static (ref ItemReader reader) => reader.List()),
        ValueType.SS => StringSet(),
        ValueType.NS => NumberSet(),
        ValueType.BS => BinarySet(),
        var type => throw new StoreCorruptException($"An item holds a value of the unknown type {(byte)type}."),
    };

    private Value Nested(NestedReader read)
    {
        if (++_levels > Values.Value.DepthMax)
        {
            throw new StoreCorruptException("An item is nested too deeply.");
        }

        var value = read(ref this);
        _levels--;
        return value;
    }

    private ListValue List()
    {
        var elements = new List<Value>(Length());
        for (var left = elements.Capacity; left > 0; left--)
        {
            elements.Add(Value());
        }

        return new ListValue(elements);
    }

    private StringSetValue StringSet()
    {
        var elements = new List<string>(Length());
        for (var left = elements.Capacity; left > 0; left--)
        {
            elements.Add(Text());
        }

        return new StringSetValue(elements);
    }

    private NumberSetValue NumberSet()
    {
        var elements = new List<Number>(Length());
        for (var left = elements.Capacity; left > 0; left--)
        {
            elements.Add(Number());
        }

        return new NumberSetValue(elements);
    }

    private BinarySetValue BinarySet()
    {
        var elements = new List<ReadOnlyMemory<byte>>(Length());
        for (var left = elements.Capacity; left > 0; left--)
        {
            elements.Add(Bytes());
        }

        return new BinarySetValue(elements);
    }

    private Number Number()
    {
        const int CoefficientBytesMax = 16;
        var isNegative = Byte() != 0;
        var exponent = BinaryPrimitives.ReadInt16LittleEndian(Take(2).Span);
        Span<byte> coefficient = stackalloc byte[CoefficientBytesMax];
        coefficient.Clear();
        var bytes = Take(Byte()).Span;
        return bytes.TryCopyTo(coefficient)
            && Values.Number.From(BinaryPrimitives.ReadUInt128LittleEndian(coefficient), exponent, isNegative, out var number) is NumberProblem.None
            ? number
            : throw new StoreCorruptException("An item holds a number out of range.");
    }

    private string Text() => Encoding.UTF8.GetString(Take(Length()).Span);

    private ReadOnlyMemory<byte> Bytes() => Take(Length());

    private int Length()
    {
        var length = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte();
            length |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                // What has a length takes at least as many bytes, a NULL in a list one: no allocation follows a wrong length.
                return length >= 0 && length <= _source.Length - _position ? length : throw TooShort();
            }
        }

        throw TooShort();
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _source.Length - _position)
        {
            throw TooShort();
        }

        var taken = _source.Slice(_position, count);
        _position += count;
        return taken;
    }

    private static StoreCorruptException TooShort() => new("An item ends too early.");

    private delegate Value NestedReader(ref ItemReader reader);
}
