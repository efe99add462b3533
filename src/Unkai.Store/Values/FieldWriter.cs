using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Unkai.Storage;

/// <summary>Writes a record of numbered fields by hand: for what is hot.</summary>
/// <remarks>
/// Layout: version (1 byte, 1), then fields in any order: tag (variable-length: number × 8 + kind), then by kind 0: variable-length unsigned number;
/// 1: eight bytes, little-endian; 2: variable-length size and that many bytes. Variable-length: seven bits a byte, low ones first, the high bit says that
/// more follow. A field that has its default value may be left out.
/// </remarks>
public ref struct FieldWriter
{
    internal const byte Version = 1;
    internal const int NumberKind = 0;
    internal const int FixedKind = 1;
    internal const int BytesKind = 2;

    private readonly IBufferWriter<byte> _target;

    /// <summary>Begins a record.</summary>
    public FieldWriter(IBufferWriter<byte> target)
    {
        _target = target;
        var span = target.GetSpan(1);
        span[0] = Version;
        target.Advance(1);
    }

    /// <summary>Adds a whole number, small negative ones in few bytes too.</summary>
    public readonly void Number(int field, long value)
    {
        Variable(((ulong)field << 3) | NumberKind);
        Variable((ulong)(value << 1) ^ (ulong)(value >> 63));
    }

    /// <summary>Adds true or false.</summary>
    public readonly void Boolean(int field, bool value) => Number(field, value ? 1 : 0);

    /// <summary>Adds an instant, exact to 100 ns.</summary>
    public readonly void Time(int field, DateTimeOffset value) => Fixed(field, value.UtcTicks);

    /// <summary>Adds a commit's stamp.</summary>
    public readonly void Stamp(int field, CommitStamp value)
    {
        Span<byte> bytes = stackalloc byte[CommitStamp.SizeBytes];
        value.Write(bytes);
        Bytes(field, bytes);
    }

    /// <summary>Adds text; null is left out.</summary>
    public readonly void Text(int field, string? value)
    {
        if (value is null)
        {
            return;
        }

        Variable(((ulong)field << 3) | BytesKind);
        Variable((ulong)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _target);
    }

    /// <summary>Adds bytes.</summary>
    public readonly void Bytes(int field, scoped ReadOnlySpan<byte> value)
    {
        Variable(((ulong)field << 3) | BytesKind);
        Variable((ulong)value.Length);
        _target.Write(value);
    }

    private readonly void Fixed(int field, long value)
    {
        Variable(((ulong)field << 3) | FixedKind);
        BinaryPrimitives.WriteInt64LittleEndian(_target.GetSpan(sizeof(long)), value);
        _target.Advance(sizeof(long));
    }

    private readonly void Variable(ulong value)
    {
        var span = _target.GetSpan(10);
        var size = 0;
        while (value >= 0x80)
        {
            span[size++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[size++] = (byte)value;
        _target.Advance(size);
    }
}
