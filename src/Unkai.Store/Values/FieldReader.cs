using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage;

/// <summary>Reads a record of numbered fields: <c>while (reader.Next()) switch (reader.Field) …</c>; a field that is not asked for is passed over.</summary>
/// <remarks>Layout: see <see cref="FieldWriter"/>. Damage, or a version from the future, is a <see cref="StoreCorruptException"/>.</remarks>
public ref struct FieldReader
{
    private readonly ReadOnlyMemory<byte> _source;
    private readonly ReadOnlySpan<byte> _span;
    private int _at;
    private int _start;
    private int _length;
    private ulong _number;
    private int _kind = -1;

    /// <summary>Begins to read a record.</summary>
    public FieldReader(ReadOnlyMemory<byte> source)
    {
        _source = source;
        _span = source.Span;
        if (_span.IsEmpty || _span[0] != FieldWriter.Version)
        {
            throw new StoreCorruptException("A record is of a version that this Unkai does not know.");
        }

        _at = 1;
    }

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    /// <summary>Reads the next field.</summary>
    /// <returns>False at the record's end.</returns>
    public bool Next()
    {
        if (_at == _span.Length)
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
                Take(sizeof(ulong));
                _number = BinaryPrimitives.ReadUInt64LittleEndian(_span[_start..]);
                break;
            case FieldWriter.BytesKind:
                Take(Variable());
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
    public readonly string Text() => Encoding.UTF8.GetString(Utf8());

    /// <summary>The field as bytes: a slice of the record, never modified.</summary>
    public readonly ReadOnlyMemory<byte> Bytes() => _kind == FieldWriter.BytesKind ? _source.Slice(_start, _length) : throw Damaged();

    /// <summary>The field's bytes, or its text in UTF-8, where nobody keeps them.</summary>
    public readonly ReadOnlySpan<byte> Utf8() => _kind == FieldWriter.BytesKind ? _span.Slice(_start, _length) : throw Damaged();

    private static StoreCorruptException Damaged() => new("A record's fields are not what they should be.");

    private void Take(ulong size)
    {
        if (size > (ulong)(_span.Length - _at))
        {
            throw Damaged();
        }

        _start = _at;
        _length = (int)size;
        _at += (int)size;
    }

    private ulong Variable()
    {
        if (_at < _span.Length && _span[_at] < 0x80)
        {
            return _span[_at++];
        }

        var rest = _span[_at..];
        var value = 0UL;
        for (var i = 0; i < 10 && i < rest.Length; i++)
        {
            value |= (ulong)(rest[i] & 0x7F) << (7 * i);
            if (rest[i] < 0x80)
            {
                _at += i + 1;
                return value;
            }
        }

        throw Damaged();
    }
}
