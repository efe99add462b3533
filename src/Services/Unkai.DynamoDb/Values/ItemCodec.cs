using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Unkai.Storage;

namespace Unkai.DynamoDb.Values;

/// <summary>Items as bytes.</summary>
/// <remarks>
/// <code>
/// item     version (1), members
/// members  count, then for each: name, value
/// value    type (1), content
/// S, B     length, bytes                       BOOL  0 or 1 (1)            NULL  nothing
/// N        sign: 1 is minus (1), exponent (2), length of the coefficient (1), its bytes
/// L        count, values                       M     members               SS, NS, BS  count, contents
/// </code>
/// Lengths and counts are 7 bits a byte, the lowest first; other numbers are little-endian; text is UTF-8.
/// </remarks>
internal sealed class ItemCodec : IValueCodec<MapValue>
{
    internal const byte Version = 1;

    /// <summary>What a length takes at most.</summary>
    internal const int LengthBytesMax = 5;

    /// <summary>What a number takes at most.</summary>
    internal const int NumberBytesMax = 20;

    private const int KeptBytesMax = 64 * 1024;
    private const int NameBytesOnStack = 256;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? s_spare;

    internal static ItemCodec Instance { get; } = new();

    public void Write(MapValue value, IBufferWriter<byte> target)
    {
        if (!value.Stored.IsEmpty)
        {
            target.Write(value.Stored.Span);
            return;
        }

        target.Write([Version]);
        WriteMembers(value, target);
    }

    /// <summary>An item's bytes.</summary>
    internal static byte[] Encode(MapValue item)
    {
        var target = Spare();
        Instance.Write(item, target);
        return target.WrittenSpan.ToArray();
    }

    /// <summary>One attribute of a stored item; null if it has none of this name.</summary>
    internal static Value? Find(ReadOnlyMemory<byte> stored, string name)
    {
        Span<byte> utf8 = stackalloc byte[NameBytesOnStack];
        return Open(stored).Find(Encoding.UTF8.TryGetBytes(name, utf8, out var length) ? utf8[..length] : Encoding.UTF8.GetBytes(name));
    }

    /// <summary>A stored item with these attributes changed in their place, added at the end, or, where the value is null, removed. The others are copied.</summary>
    internal static byte[] With(ReadOnlyMemory<byte> stored, IReadOnlyList<(string Name, Value? Value)> changes)
    {
        var names = changes.Select(change => Encoding.UTF8.GetBytes(change.Name)).ToArray();
        var isDone = new bool[changes.Count];
        var attributes = Spare();
        var reader = Open(stored);
        var count = 0;
        for (var left = reader.Length(); left > 0; left--)
        {
            var start = reader.Position;
            var name = reader.Skip();
            var change = -1;
            for (var i = 0; i < names.Length && change < 0; i++)
            {
                change = name.SequenceEqual(names[i]) ? i : -1;
            }

            if (change < 0)
            {
                attributes.Write(stored.Span[start..reader.Position]);
                count++;
            }
            else
            {
                isDone[change] = true;
                count += WriteChange(changes[change], attributes);
            }
        }

        for (var i = 0; i < changes.Count; i++)
        {
            count += isDone[i] ? 0 : WriteChange(changes[i], attributes);
        }

        Span<byte> head = stackalloc byte[1 + LengthBytesMax];
        head[0] = Version;
        return [.. head[..(1 + WriteLength(count, head[1..]))], .. attributes.WrittenSpan];
    }

    public MapValue Read(ReadOnlyMemory<byte> source) => MapValue.OfStored(source);

    /// <summary>The attributes of a stored item.</summary>
    internal static Dictionary<string, Value> ReadMembers(ReadOnlyMemory<byte> stored) => Open(stored).Members();

    /// <summary>The size of a stored item as DynamoDB counts it.</summary>
    internal static int SizeOf(ReadOnlyMemory<byte> stored) => Open(stored).SizeOfMembers();

    /// <summary>Goes through a stored item from its first attribute on.</summary>
    internal static ItemReader Open(ReadOnlyMemory<byte> stored)
    {
        var reader = new ItemReader(stored);
        return reader.Byte() == Version ? reader : throw new StoreCorruptException("An item is of a version that this Unkai does not know.");
    }

    /// <returns>How many attributes that makes: one or none.</returns>
    private static int WriteChange((string Name, Value? Value) change, IBufferWriter<byte> target)
    {
        if (change.Value is null)
        {
            return 0;
        }

        WriteText(change.Name, target);
        WriteValue(change.Value, target);
        return 1;
    }

    private static void WriteMembers(MapValue map, IBufferWriter<byte> target)
    {
        WriteLength(map.Members.Count, target);
        foreach (var (name, value) in map.Members)
        {
            WriteText(name, target);
            WriteValue(value, target);
        }
    }

    private static void WriteValue(Value value, IBufferWriter<byte> target)
    {
        target.Write([(byte)value.Type]);
        switch (value)
        {
            case StringValue text: WriteText(text.Text, target); break;
            case NumberValue number: WriteNumber(number.Number, target); break;
            case BinaryValue binary: WriteBytes(binary.Bytes, target); break;
            case BooleanValue boolean: target.Write([boolean.IsTrue ? (byte)1 : (byte)0]); break;
            case NullValue: break;
            case MapValue map: WriteMembers(map, target); break;
            case ListValue list: WriteEach(list.Elements, target, WriteValue); break;
            case StringSetValue set: WriteEach(set.Elements, target, WriteText); break;
            case NumberSetValue set: WriteEach(set.Elements, target, WriteNumber); break;
            case BinarySetValue set: WriteEach(set.Elements, target, WriteBytes); break;
            default: throw new ArgumentOutOfRangeException(nameof(value), value.Type, "A value of no known type.");
        }
    }

    /// <summary>The thread's buffer, empty; nothing may keep it.</summary>
    private static ArrayBufferWriter<byte> Spare()
    {
        if (s_spare is not { Capacity: <= KeptBytesMax } spare)
        {
            return s_spare = new ArrayBufferWriter<byte>();
        }

        spare.ResetWrittenCount();
        return spare;
    }

    private static void WriteEach<T>(IReadOnlyList<T> elements, IBufferWriter<byte> target, Action<T, IBufferWriter<byte>> write)
    {
        WriteLength(elements.Count, target);
        for (var i = 0; i < elements.Count; i++)
        {
            write(elements[i], target);
        }
    }

    private static void WriteText(string text, IBufferWriter<byte> target)
    {
        WriteLength(Encoding.UTF8.GetByteCount(text), target);
        Encoding.UTF8.GetBytes(text, target);
    }

    private static void WriteBytes(ReadOnlyMemory<byte> bytes, IBufferWriter<byte> target)
    {
        WriteLength(bytes.Length, target);
        target.Write(bytes.Span);
    }

    private static void WriteNumber(Number number, IBufferWriter<byte> target)
    {
        target.Advance(WriteNumber(number, target.GetSpan(NumberBytesMax)));
    }

    /// <returns>How many bytes it takes, at most <see cref="NumberBytesMax"/>.</returns>
    internal static int WriteNumber(Number number, Span<byte> span)
    {
        const int HeadBytes = 4;
        span[0] = number.IsNegative ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt16LittleEndian(span[1..], number.Exponent);
        var length = (135 - (int)UInt128.LeadingZeroCount(number.Coefficient)) / 8;
        span[3] = (byte)length;
        BinaryPrimitives.WriteUInt128LittleEndian(span[HeadBytes..], number.Coefficient);
        return HeadBytes + length;
    }

    private static void WriteLength(int length, IBufferWriter<byte> target)
    {
        target.Advance(WriteLength(length, target.GetSpan(LengthBytesMax)));
    }

    /// <returns>How many bytes it takes, at most <see cref="LengthBytesMax"/>.</returns>
    internal static int WriteLength(int length, Span<byte> span)
    {
        var count = 0;
        for (var rest = (uint)length; ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                span[count++] = (byte)rest;
                return count;
            }

            span[count++] = (byte)(rest | 0x80);
        }
    }
}
