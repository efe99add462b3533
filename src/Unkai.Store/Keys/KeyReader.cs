using System.Buffers.Binary;

namespace Unkai.Storage;

/// <summary>Reads the parts of a key that <see cref="KeyWriter"/> wrote, in the same order.</summary>
/// <remarks>A part of another kind, or a key cut short, is a <see cref="StoreCorruptException"/>: someone wrote it with other codecs.</remarks>
public ref struct KeyReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>A reader at the key's first part.</summary>
    public KeyReader(ReadOnlySpan<byte> key) => _rest = key;

    /// <summary>Whether every part has been read.</summary>
    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Passes over bytes known to be there.</summary>
    public void Skip(int bytes) => Take(bytes);

    /// <summary>Reads a part of bytes.</summary>
    public byte[] Bytes()
    {
        Expect(KeyWriter.BytesCode);
        return Unescaped().ToArray();
    }

    /// <summary>Reads a part of text.</summary>
    public string Text()
    {
        Expect(KeyWriter.TextCode);
        return KeyWriter.Utf8.GetString(Unescaped());
    }

    /// <summary>Reads a part of text as UTF-8: a slice of the key where it can be.</summary>
    public ReadOnlySpan<byte> Utf8()
    {
        Expect(KeyWriter.TextCode);
        return Unescaped();
    }

    /// <summary>Reads a whole number.</summary>
    public long Number()
    {
        var size = Take(1)[0] - KeyWriter.ZeroCode;
        return size switch
        {
            >= 0 and <= 8 => checked((long)Magnitude(Take(size), 0)),
            < 0 and >= -8 => unchecked(-(long)~Magnitude(Take(-size), ulong.MaxValue)),
            _ => throw Wrong(),
        };
    }

    /// <summary>Reads a whole number that is not negative.</summary>
    public ulong Natural() => Take(1)[0] - KeyWriter.ZeroCode is >= 0 and <= 8 and var size ? Magnitude(Take(size), 0) : throw Wrong();

    /// <summary>Reads false or true.</summary>
    public bool Boolean() => Take(1)[0] switch
    {
        KeyWriter.FalseCode => false,
        KeyWriter.TrueCode => true,
        _ => throw Wrong(),
    };

    /// <summary>Reads a UUID.</summary>
    public Guid Uuid()
    {
        Expect(KeyWriter.GuidCode);
        return new Guid(Take(16), bigEndian: true);
    }

    /// <summary>Reads an instant, in UTC.</summary>
    public DateTimeOffset Time() => Number() is var ticks && ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw Wrong();

    /// <summary>Reads a commit's stamp.</summary>
    public CommitStamp Stamp()
    {
        Expect(KeyWriter.StampCode);
        return CommitStamp.Read(Take(CommitStamp.SizeBytes));
    }

    private static ulong Magnitude(ReadOnlySpan<byte> source, ulong fill)
    {
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(whole, fill);
        source.CopyTo(whole[(sizeof(ulong) - source.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(whole);
    }

    private static StoreCorruptException Wrong() => new("A key does not have the parts that its table expects.");

    private ReadOnlySpan<byte> Unescaped()
    {
        var end = _rest.IndexOf((byte)0);
        if (end < 0)
        {
            throw Wrong();
        }

        if (end + 1 == _rest.Length || _rest[end + 1] != 0xFF)
        {
            var plain = _rest[..end];
            _rest = _rest[(end + 1)..];
            return plain;
        }

        var bytes = new List<byte>(_rest.Length);
        while (true)
        {
            var next = Take(1)[0];
            if (next != 0)
            {
                bytes.Add(next);
            }
            else if (!_rest.IsEmpty && _rest[0] == 0xFF)
            {
                bytes.Add(0);
                _rest = _rest[1..];
            }
            else
            {
                return bytes.ToArray();
            }
        }
    }

    private void Expect(byte code)
    {
        if (Take(1)[0] != code)
        {
            throw Wrong();
        }
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _rest.Length)
        {
            throw Wrong();
        }

        var taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }
}
