using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Unkai.Storage;

/// <summary>Writes the parts of a key so that the bytes sort as the parts do, in the manner of FoundationDB's tuple layer.</summary>
/// <remarks>
/// <list type="table">
/// <item><term>0x01</term><description>bytes: 0x00 becomes 0x00 0xFF; ends in 0x00</description></item>
/// <item><term>0x02</term><description>text: UTF-8, escaped and ended as bytes are; sorts by code point</description></item>
/// <item><term>0x0C to 0x1C</term><description>whole numbers: 0x14 is 0; 0x14 + n is a positive one in n bytes, big-endian; 0x14 - n a negative one, in ones' complement</description></item>
/// <item><term>0x26, 0x27</term><description>false, true</description></item>
/// <item><term>0x30</term><description>UUID, 16 bytes, big-endian</description></item>
/// <item><term>0x32</term><description>commit stamp, 10 bytes</description></item>
/// </list>
/// Times are whole numbers: ticks of 100 ns since 0001-01-01, UTC.
/// </remarks>
public ref struct KeyWriter
{
    internal const byte BytesCode = 0x01;
    internal const byte TextCode = 0x02;
    internal const byte ZeroCode = 0x14;
    internal const byte FalseCode = 0x26;
    internal const byte TrueCode = 0x27;
    internal const byte GuidCode = 0x30;
    internal const byte StampCode = 0x32;

    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private Span<byte> _buffer;
    private byte[]? _rented;
    private int _length;

    /// <summary>A writer that begins in <paramref name="buffer"/> (from the stack) and moves to a larger one when it must.</summary>
    public KeyWriter(Span<byte> buffer) => _buffer = buffer;

    /// <summary>The bytes so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Adds bytes as they are: what another writer made.</summary>
    public void Raw(scoped ReadOnlySpan<byte> encoded) => encoded.CopyTo(Take(encoded.Length));

    /// <summary>Adds a part of bytes.</summary>
    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        Take(1)[0] = BytesCode;
        Escaped(value);
        Take(1)[0] = 0;
    }

    /// <summary>Adds a part of text.</summary>
    /// <exception cref="ArgumentException">The text holds half of a surrogate pair.</exception>
    public void Text(scoped ReadOnlySpan<char> value)
    {
        Take(1)[0] = TextCode;
        TextWithoutEnd(value);
        Take(1)[0] = 0;
    }

    /// <summary>Adds a part of text without its end: the prefix of all texts that begin so.</summary>
    public void TextPrefix(scoped ReadOnlySpan<char> value)
    {
        Take(1)[0] = TextCode;
        TextWithoutEnd(value);
    }

    /// <summary>Adds a whole number.</summary>
    public void Number(long value)
    {
        if (value >= 0)
        {
            Natural((ulong)value);
            return;
        }

        var magnitude = (ulong)-(value + 1) + 1;
        var size = SizeOf(magnitude);
        var target = Take(1 + size);
        target[0] = (byte)(ZeroCode - size);
        BigEndian(target[1..], ~magnitude);
    }

    /// <summary>Adds a whole number; sorts with those of <see cref="Number"/>.</summary>
    public void Natural(ulong value)
    {
        var size = SizeOf(value);
        var target = Take(1 + size);
        target[0] = (byte)(ZeroCode + size);
        BigEndian(target[1..], value);
    }

    /// <summary>Adds false or true; false sorts first.</summary>
    public void Boolean(bool value) => Take(1)[0] = value ? TrueCode : FalseCode;

    /// <summary>Adds a UUID; sorts as its text does.</summary>
    public void Uuid(Guid value)
    {
        var target = Take(17);
        target[0] = GuidCode;
        value.TryWriteBytes(target[1..], bigEndian: true, out _);
    }

    /// <summary>Adds an instant, exact to 100 ns; the offset is not kept.</summary>
    public void Time(DateTimeOffset value) => Number(value.UtcTicks);

    /// <summary>Adds a commit's stamp.</summary>
    public void Stamp(CommitStamp value)
    {
        var target = Take(1 + CommitStamp.SizeBytes);
        target[0] = StampCode;
        value.Write(target[1..]);
    }

    /// <summary>Adds the code that a stamp begins with: the prefix that <see cref="Transaction.Append"/> completes.</summary>
    public void StampPrefix() => Take(1)[0] = StampCode;

    /// <summary>The key; the writer is done with.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="Store.KeyBytesMax"/>.</exception>
    public byte[] ToKey()
    {
        var length = _length;
        var key = Written.ToArray();
        Release();
        return length <= Store.KeyBytesMax
            ? key
            : throw new ArgumentException($"A key of {length} bytes is longer than {Store.KeyBytesMax}.");
    }

    private static int SizeOf(ulong value) => (64 - BitOperations.LeadingZeroCount(value) + 7) / 8;

    private static void BigEndian(Span<byte> target, ulong value)
    {
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(whole, value);
        whole[^target.Length..].CopyTo(target);
    }

    private void TextWithoutEnd(scoped ReadOnlySpan<char> value)
    {
        var start = _length;
        var target = Take(Utf8.GetMaxByteCount(value.Length));
        var size = Utf8.GetBytes(value, target);
        _length = start + size;
        if (target[..size].Contains((byte)0))
        {
            var bytes = target[..size].ToArray();
            _length = start;
            Escaped(bytes);
        }
    }

    private void Escaped(scoped ReadOnlySpan<byte> value)
    {
        while (value.IndexOf((byte)0) is >= 0 and var zero)
        {
            Raw(value[..zero]);
            var target = Take(2);
            target[0] = 0;
            target[1] = 0xFF;
            value = value[(zero + 1)..];
        }

        Raw(value);
    }

    private Span<byte> Take(int size)
    {
        if (_buffer.Length - _length < size)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + size, 2 * _buffer.Length));
            Written.CopyTo(larger);
            var old = _rented;
            _buffer = _rented = larger;
            if (old is not null)
            {
                ArrayPool<byte>.Shared.Return(old);
            }
        }

        var taken = _buffer.Slice(_length, size);
        _length += size;
        return taken;
    }

    private void Release()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }

        this = default;
    }
}
