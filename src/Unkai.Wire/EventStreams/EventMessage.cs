using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Unkai.Wire.EventStreams;

/// <summary>One message of <c>application/vnd.amazon.eventstream</c>.</summary>
/// <remarks>
/// All numbers big-endian: 4 total length, 4 headers' length, 4 CRC of those eight; headers; payload; 4 CRC of all before. A header: 1 length of the
/// name, the name, 1 type, the value (booleans are types 0 and 1 and have none; bytes and strings have 2 of length first).
/// </remarks>
public sealed record EventMessage(IReadOnlyList<KeyValuePair<string, object>> Headers, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The largest message, in bytes: 16 MiB of payload, 128 KiB of headers and what is around them.</summary>
    public const int MaxBytes = (16 * 1024 * 1024) + (128 * 1024) + 16;

    private const int PreludeBytes = 12;
    private const int CrcBytes = 4;

    /// <summary>The value of a header; null when there is none.</summary>
    public object? Header(string name)
    {
        foreach (var (known, value) in Headers)
        {
            if (known == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>Writes the message. Header values: bool, byte, short, int, long, <c>byte[]</c>, string, DateTimeOffset, Guid.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var headers = new ArrayBufferWriter<byte>();
        foreach (var (name, value) in Headers)
        {
            WriteHeader(headers, name, value);
        }

        var total = PreludeBytes + headers.WrittenCount + Payload.Length + CrcBytes;
        var span = output.GetSpan(total)[..total];
        BinaryPrimitives.WriteInt32BigEndian(span, total);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], headers.WrittenCount);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], Crc32.Compute(span[..8]));
        headers.WrittenSpan.CopyTo(span[PreludeBytes..]);
        Payload.Span.CopyTo(span[(PreludeBytes + headers.WrittenCount)..]);
        BinaryPrimitives.WriteUInt32BigEndian(span[^CrcBytes..], Crc32.Compute(span[..^CrcBytes]));
        output.Advance(total);
    }

    /// <summary>Reads the message that the data begins with.</summary>
    /// <returns>The bytes that it took; 0 when more are needed; -1 when it is not a message, or a CRC is wrong.</returns>
    public static int Read(ReadOnlySpan<byte> data, out EventMessage? message)
    {
        message = null;
        if (data.Length < PreludeBytes)
        {
            return 0;
        }

        var total = BinaryPrimitives.ReadInt32BigEndian(data);
        var headersBytes = BinaryPrimitives.ReadInt32BigEndian(data[4..]);
        if (BinaryPrimitives.ReadUInt32BigEndian(data[8..]) != Crc32.Compute(data[..8])
            || total is < PreludeBytes + CrcBytes or > MaxBytes || headersBytes < 0 || headersBytes > total - PreludeBytes - CrcBytes)
        {
            return -1;
        }

        if (data.Length < total)
        {
            return 0;
        }

        data = data[..total];
        if (BinaryPrimitives.ReadUInt32BigEndian(data[^CrcBytes..]) != Crc32.Compute(data[..^CrcBytes])
            || !TryReadHeaders(data.Slice(PreludeBytes, headersBytes), out var headers))
        {
            return -1;
        }

        message = new EventMessage(headers, data[(PreludeBytes + headersBytes)..^CrcBytes].ToArray());
        return total;
    }

    private static void WriteHeader(ArrayBufferWriter<byte> output, string name, object value)
    {
        var nameBytes = Encoding.UTF8.GetBytes(name);
        output.Write<byte>([(byte)nameBytes.Length]);
        output.Write(nameBytes);
        switch (value)
        {
            case bool flag: output.Write<byte>([flag ? (byte)0 : (byte)1]); break;
            case byte number: output.Write<byte>([2, number]); break;
            case short number: Number(3, number, 2); break;
            case int number: Number(4, number, 4); break;
            case long number: Number(5, number, 8); break;
            case byte[] bytes: Bytes(6, bytes); break;
            case string text: Bytes(7, Encoding.UTF8.GetBytes(text)); break;
            case DateTimeOffset time: Number(8, time.ToUnixTimeMilliseconds(), 8); break;
            case Guid id:
                output.Write<byte>([9]);
                output.Write(id.ToByteArray(bigEndian: true));
                break;
            default: throw new ArgumentException($"A header cannot hold a {value.GetType().Name}.", nameof(value));
        }

        void Number(byte type, long number, int size)
        {
            Span<byte> whole = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(whole, number);
            output.Write<byte>([type]);
            output.Write(whole[^size..]);
        }

        void Bytes(byte type, byte[] bytes)
        {
            output.Write<byte>([type, (byte)(bytes.Length >> 8), (byte)bytes.Length]);
            output.Write(bytes);
        }
    }

    private static bool TryReadHeaders(ReadOnlySpan<byte> data, out List<KeyValuePair<string, object>> headers)
    {
        headers = [];
        while (!data.IsEmpty)
        {
            var nameBytes = data[0];
            if (data.Length < nameBytes + 2)
            {
                return false;
            }

            var name = Encoding.UTF8.GetString(data.Slice(1, nameBytes));
            var type = data[nameBytes + 1];
            data = data[(nameBytes + 2)..];
            var length = type switch { 0 or 1 => 0, 2 => 1, 3 => 2, 4 => 4, 5 or 8 => 8, 6 or 7 => -1, 9 => 16, _ => -2 };
            if (length == -1 && data.Length >= 2)
            {
                length = BinaryPrimitives.ReadUInt16BigEndian(data);
                data = data[2..];
            }

            if (length < 0 || data.Length < length)
            {
                return false;
            }

            if (Value(type, data[..length]) is not { } value)
            {
                return false;
            }

            headers.Add(new(name, value));
            data = data[length..];
        }

        return true;
    }

    private static object? Value(byte type, ReadOnlySpan<byte> data) => type switch
    {
        0 => true,
        1 => false,
        2 => data[0],
        3 => BinaryPrimitives.ReadInt16BigEndian(data),
        4 => BinaryPrimitives.ReadInt32BigEndian(data),
        5 => BinaryPrimitives.ReadInt64BigEndian(data),
        6 => data.ToArray(),
        7 => Encoding.UTF8.GetString(data),
        8 => BinaryPrimitives.ReadInt64BigEndian(data) is var ms and >= -62135596800000 and <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null,
        _ => new Guid(data, bigEndian: true),
    };
}
