using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Text;
using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols.Cbor;

/// <summary>Shapes to CBOR (RFC 8949) as Smithy's RPC v2 wants it: maps of known length, times as tag 1.</summary>
internal static class CborShapeWriter
{
    public static void Write(IBufferWriter<byte> output, Shape shape)
    {
        var count = 0;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            count++;
        }

        Head(output, CborMajor.Map, (ulong)count);
        WriteMembers(output, shape);
    }

    public static void WriteMembers(IBufferWriter<byte> output, Shape shape)
    {
        var members = shape.Contract.Members;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            Text(output, members[slot].JsonNameUtf8);
            WriteValue(output, members[slot], shape.GetValue(slot));
        }
    }

    public static void Text(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        Head(output, CborMajor.Text, (ulong)utf8.Length);
        output.Write(utf8);
    }

    public static void Text(IBufferWriter<byte> output, string text)
    {
        Head(output, CborMajor.Text, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, output);
    }

    public static void Head(IBufferWriter<byte> output, CborMajor major, ulong value)
    {
        var span = output.GetSpan(9);
        var kind = (byte)((int)major << 5);
        switch (value)
        {
            case < 24:
                span[0] = (byte)(kind | (byte)value);
                output.Advance(1);
                break;
            case <= byte.MaxValue:
                span[0] = (byte)(kind | 24);
                span[1] = (byte)value;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                span[0] = (byte)(kind | 25);
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)value);
                output.Advance(3);
                break;
            case <= uint.MaxValue:
                span[0] = (byte)(kind | 26);
                BinaryPrimitives.WriteUInt32BigEndian(span[1..], (uint)value);
                output.Advance(5);
                break;
            default:
                span[0] = (byte)(kind | 27);
                BinaryPrimitives.WriteUInt64BigEndian(span[1..], value);
                output.Advance(9);
                break;
        }
    }

    private static void WriteValue(IBufferWriter<byte> output, MemberContract member, in ShapeValue value)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                Write(output, (Shape)value.Reference!);
                break;
            case ShapeKind.List:
                var (list, elements) = ((ListContract)member.Shape, (IList)value.Reference!);
                Head(output, CborMajor.Array, (ulong)elements.Count);
                for (var i = 0; i < elements.Count; i++)
                {
                    WriteValue(output, list.Element, ShapeCollections.Get(elements, list.Element.Kind, i));
                }

                break;
            case ShapeKind.Map:
                var (map, entries) = ((MapContract)member.Shape, (IDictionary)value.Reference!);
                Head(output, CborMajor.Map, (ulong)entries.Count);
                foreach (var (key, entry) in ShapeCollections.Entries(entries, map.Value.Kind))
                {
                    Text(output, key);
                    WriteValue(output, map.Value, entry);
                }

                break;
            case ShapeKind.String:
                Text(output, value.String);
                break;
            case ShapeKind.Blob:
                Head(output, CborMajor.Bytes, (ulong)value.Blob.Length);
                output.Write(value.Blob.Span);
                break;
            case ShapeKind.Boolean:
                output.Write<byte>([value.Boolean ? (byte)0xf5 : (byte)0xf4]);
                break;
            case ShapeKind.Integer or ShapeKind.Long:
                Integer(output, value.Bits);
                break;
            case ShapeKind.Float:
                var single = output.GetSpan(5);
                single[0] = 0xfa;
                BinaryPrimitives.WriteSingleBigEndian(single[1..], value.Single);
                output.Advance(5);
                break;
            case ShapeKind.Double:
                Double(output, value.Double);
                break;
            case ShapeKind.Timestamp:
                Head(output, CborMajor.Tag, 1);
                var milliseconds = value.Timestamp.ToUnixTimeMilliseconds();
                if (milliseconds % 1000 == 0)
                {
                    Integer(output, milliseconds / 1000);
                }
                else
                {
                    Double(output, milliseconds / 1000d);
                }

                break;
            default:
                // The protocol has no documents.
                output.Write<byte>([0xf6]);
                break;
        }
    }

    private static void Integer(IBufferWriter<byte> output, long value)
    {
        if (value >= 0)
        {
            Head(output, CborMajor.Unsigned, (ulong)value);
        }
        else
        {
            Head(output, CborMajor.Negative, (ulong)~value);
        }
    }

    private static void Double(IBufferWriter<byte> output, double value)
    {
        var span = output.GetSpan(9);
        span[0] = 0xfb;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        output.Advance(9);
    }
}
