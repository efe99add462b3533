using System.Buffers.Binary;
using System.Text;
using Unkai.Storage;

namespace Unkai.DynamoDb.Values;

/// <summary>Reads what <see cref="ItemCodec"/> writes. Byte strings are slices of the source.</summary>
internal ref struct ItemReader(ReadOnlyMemory<byte> source)
{
    private readonly ReadOnlyMemory<byte> _source = source;
    private readonly ReadOnlySpan<byte> _bytes = source.Span;
    private int _position;
    private int _levels;

    /// <summary>How many bytes are read.</summary>
    internal readonly int Position => _position;

    internal byte Byte() => Take(1)[0];

    internal Dictionary<string, Value> Members()
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

        return members;
    }

    /// <summary>The value of the attribute of this name; null if there is none.</summary>
    internal Value? Find(scoped ReadOnlySpan<byte> name)
    {
        for (var left = Length(); left > 0; left--)
        {
            if (Bytes().SequenceEqual(name))
            {
                return Value();
            }

            SizeOfValue();
        }

        return null;
    }

    /// <summary>Passes over one attribute.</summary>
    /// <returns>Its name.</returns>
    internal ReadOnlySpan<byte> Skip()
    {
        var name = Bytes();
        SizeOfValue();
        return name;
    }

    /// <summary>What the attributes count, names and values.</summary>
    internal int SizeOfMembers()
    {
        var size = 0;
        for (var left = Length(); left > 0; left--)
        {
            size += Bytes().Length + SizeOfValue();
        }

        return size;
    }

    /// <summary>How many elements, bytes or members follow.</summary>
    internal int Length()
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

    internal ReadOnlySpan<byte> Bytes() => Take(Length());

    internal Number Number()
    {
        const int CoefficientBytesMax = 16;
        var isNegative = Byte() != 0;
        var exponent = BinaryPrimitives.ReadInt16LittleEndian(Take(2));
        Span<byte> coefficient = stackalloc byte[CoefficientBytesMax];
        coefficient.Clear();
        return Take(Byte()).TryCopyTo(coefficient)
            && Values.Number.From(BinaryPrimitives.ReadUInt128LittleEndian(coefficient), exponent, isNegative, out var number) is NumberProblem.None
            ? number
            : throw new StoreCorruptException("An item holds a number out of range.");
    }

    internal void Enter()
    {
        if (++_levels > Values.Value.DepthMax)
        {
            throw new StoreCorruptException("An item is nested too deeply.");
        }
    }

    internal void Leave() => _levels--;

    private Value Value() => (ValueType)Byte() switch
    {
        ValueType.S => new StringValue(Text()),
        ValueType.N => new NumberValue(Number()),
        ValueType.B => new BinaryValue(Slice()),
        ValueType.BOOL => BooleanValue.Of(Byte() != 0),
        ValueType.NULL => NullValue.Instance,
        ValueType.M => Map(),
        ValueType.L => List(),
        ValueType.SS => StringSet(),
        ValueType.NS => NumberSet(),
        ValueType.BS => BinarySet(),
        var type => throw Unknown(type),
    };

    private MapValue Map()
    {
        Enter();
        var members = Members();
        Leave();
        return new MapValue(members);
    }

    private ListValue List()
    {
        Enter();
        var elements = new List<Value>(Length());
        for (var left = elements.Capacity; left > 0; left--)
        {
            elements.Add(Value());
        }

        Leave();
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
            elements.Add(Slice());
        }

        return new BinarySetValue(elements);
    }

    private string Text() => Encoding.UTF8.GetString(Bytes());

    private ReadOnlyMemory<byte> Slice()
    {
        var length = Length();
        _position += length;
        return _source.Slice(_position - length, length);
    }

    private int SizeOfValue()
    {
        var type = (ValueType)Byte();
        switch (type)
        {
            case ValueType.S or ValueType.B: return Bytes().Length;
            case ValueType.N: return Number().SizeBytes;
            case ValueType.BOOL: return Byte() <= 1 ? 1 : throw Unknown(type);
            case ValueType.NULL: return 1;
            default: return SizeOfContainer(type);
        }
    }

    private int SizeOfContainer(ValueType type)
    {
        Enter();
        var isSet = type is ValueType.SS or ValueType.NS or ValueType.BS;
        var size = isSet ? 0 : Values.Value.ContainerBytes;
        for (var left = Length(); left > 0; left--)
        {
            size += type switch
            {
                ValueType.M => 1 + Bytes().Length + SizeOfValue(),
                ValueType.L => 1 + SizeOfValue(),
                ValueType.SS or ValueType.BS => Bytes().Length,
                ValueType.NS => Number().SizeBytes,
                _ => throw Unknown(type),
            };
        }

        Leave();
        return size;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _source.Length - _position)
        {
            throw TooShort();
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }

    private static StoreCorruptException TooShort() => new("An item ends too early.");

    internal static StoreCorruptException Unknown(ValueType type) => new($"An item holds a value of the unknown type {(byte)type}.");
}
