using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage;

/// <summary>Reads a record of numbered fields: <c>while (reader.Next()) switch (reader.Field) …</c>; a field that is not asked for is passed over.</summary>
/// <remarks>Layout: see <see cref="FieldWriter"/>. Damage, or a version from the future, is a <see cref="StoreCorruptException"/>.</remarks>
public ref struct FieldReader
{
    private ReadOnlyMemory<byte> _rest;
    private ReadOnlyMemory<byte> _bytes;
    private ulong _number;
    private int _kind = -1;

    /// <summary>Begins to read a record.</summary>
    public FieldReader(ReadOnlyMemory<byte> source)
    {
        if (source.IsEmpty || source.Span[0] != FieldWriter.Version)
        {
            throw new StoreCorruptException("A record is of a version that this Unkai does not know.");
        }

        _rest = source[1..];
    }

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <returns>False at the record's end.</returns>
    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = Variable();
        Field = checked((int)(tag >> 3));
        _kind = (int)(tag & 7);
        switch (_kind)
        {
            case FieldWriter.NumberKind:
                _number = Variable();
                break;
            case FieldWriter.FixedKind:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)).Span);
                break;
            case FieldWriter.BytesKind:
                _bytes = Take(Variable() is var size && size <= int.MaxValue ? (int)size : int.MaxValue);
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    /// <summary>The field as a whole number.</summary>
    public readonly long Number() => _kind == FieldWriter.NumberKind ? (long)(_number >> 1) ^ -(long)(_number & 1) : throw Damaged();

    /// <summary>The field as a whole number of 32 bits.</summary>
    public readonly int Number32() => checked((int)Number());

    /// <summary>The field as true or false.</summary>
    public readonly bool Boolean() => Number() != 0;

    /// <summary>The field as an instant in UTC.</summary>
    public readonly DateTimeOffset Time() => _kind == FieldWriter.FixedKind && _number <= (ulong)DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset((long)_number, TimeSpan.Zero)
        : throw Damaged();

    /// <summary>The field as a commit's stamp.</summary>
    public readonly CommitStamp Stamp() => Bytes() is { Length: CommitStamp.SizeBytes } bytes ? CommitStamp.Read(bytes.Span) : throw Damaged();

    /// <summary>The field as text.</summary>
    public readonly string Text() => Encoding.UTF8.GetString(Bytes().Span);

    /// <summary>The field as bytes: a slice of the record, never modified.</summary>
    public readonly ReadOnlyMemory<byte> Bytes() => _kind == FieldWriter.BytesKind ? _bytes : throw Damaged();

    private static StoreCorruptException Damaged() => new("A record's fields are not what they should be.");

    private ReadOnlyMemory<byte> Take(int size)
    {
        if (size > _rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }

    private ulong Variable()
    {
        var span = _rest.Span;
        var value = 0UL;
        for (var i = 0; i < 10 && i < span.Length; i++)
        {
            value |= (ulong)(span[i] & 0x7F) << (7 * i);
            if (span[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw Damaged();
    }
}
