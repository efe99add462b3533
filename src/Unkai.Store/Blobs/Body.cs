namespace Unkai.Storage;

/// <summary>A body of bytes: within its record when small, in a blob when not.</summary>
public readonly struct Body
{
    private const byte InlineCode = 0;
    private const byte BlobCode = 1;

    private Body(ReadOnlyMemory<byte> inline, BlobId? blob, long length)
    {
        Inline = inline;
        Blob = blob;
        Length = length;
    }

    /// <summary>The body of no bytes.</summary>
    public static Body Empty => default;

    /// <summary>The bytes when they are within the record; empty when they are in <see cref="Blob"/>.</summary>
    public ReadOnlyMemory<byte> Inline { get; }

    /// <summary>The blob that has the bytes; null when they are within the record.</summary>
    public BlobId? Blob { get; }

    /// <summary>How many bytes there are.</summary>
    public long Length { get; }

    /// <summary>A small body.</summary>
    public static Body OfBytes(ReadOnlyMemory<byte> bytes) => bytes.Length <= BlobStore.InlineBytesMax
        ? new Body(bytes, null, bytes.Length)
        : throw new ArgumentException($"A body of {bytes.Length} bytes is a blob: {BlobStore.InlineBytesMax} fit in a record.", nameof(bytes));

    /// <summary>A body in a blob.</summary>
    public static Body OfBlob(BlobId blob, long length) => new(default, blob, length);

    /// <summary>The bytes of a record's field: 0 and the bytes, or 1, the id (32) and the length (8, little-endian).</summary>
    public byte[] ToField()
    {
        if (Blob is not { } blob)
        {
            return [InlineCode, .. Inline.Span];
        }

        var field = new byte[1 + BlobId.SizeBytes + sizeof(long)];
        field[0] = BlobCode;
        blob.ToBytes().CopyTo(field, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(field.AsSpan(1 + BlobId.SizeBytes), Length);
        return field;
    }

    /// <summary>Reads what <see cref="ToField"/> made; keeps a slice of it.</summary>
    public static Body FromField(ReadOnlyMemory<byte> field)
    {
        if (field is { Length: >= 1 } && field.Span[0] == InlineCode)
        {
            return new Body(field[1..], null, field.Length - 1);
        }

        if (field.Length == 1 + BlobId.SizeBytes + sizeof(long) && field.Span[0] == BlobCode)
        {
            return OfBlob(
                BlobId.FromBytes(field.Span.Slice(1, BlobId.SizeBytes)),
                System.Buffers.Binary.BinaryPrimitives.ReadInt64LittleEndian(field.Span[(1 + BlobId.SizeBytes)..]));
        }

        throw new StoreCorruptException("A record's body is neither bytes nor a blob.");
    }
}
