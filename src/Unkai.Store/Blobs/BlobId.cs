namespace Unkai.Storage;

/// <summary>A blob's name: the SHA-256 of its bytes.</summary>
public readonly record struct BlobId
{
    /// <summary>Its size, in bytes.</summary>
    public const int SizeBytes = 32;

    private static readonly System.Buffers.SearchValues<char> s_digits = System.Buffers.SearchValues.Create("0123456789abcdef");

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private BlobId(ReadOnlySpan<byte> hash)
    {
        _a = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash);
        _b = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash[8..]);
        _c = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash[16..]);
        _d = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(hash[24..]);
    }

    /// <summary>The id whose bytes these are.</summary>
    public static BlobId FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == SizeBytes ? new BlobId(hash) : throw new ArgumentException($"A blob's id has {SizeBytes} bytes.", nameof(hash));

    /// <returns>Null unless the text is 64 lower-case hexadecimal digits.</returns>
    public static BlobId? Parse(string? text) =>
        text is { Length: 2 * SizeBytes } && !text.AsSpan().ContainsAnyExcept(s_digits) ? new BlobId(Convert.FromHexString(text)) : null;

    /// <summary>The SHA-256.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[SizeBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), _b);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), _c);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), _d);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}
