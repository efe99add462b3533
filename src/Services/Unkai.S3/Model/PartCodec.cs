using System.Buffers;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>Fields: 1 ETag, 2 size, 3 last modified, 4 body, 5 checksum algorithm, 6 checksum, 60 nonce.</summary>
internal sealed class PartCodec : IValueCodec<PartRecord>
{
    public void Write(PartRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Text(1, value.ETag);
        writer.Number(2, value.Size);
        writer.Time(3, value.LastModified);
        writer.Bytes(4, value.Body.ToField());
        writer.Text(5, value.ChecksumAlgorithm);
        writer.Text(6, value.Checksum);
        if (!value.Nonce.IsEmpty)
        {
            writer.Bytes(60, value.Nonce.Span);
        }
    }

    public PartRecord Read(ReadOnlyMemory<byte> source)
    {
        var etag = "";
        long size = 0;
        DateTimeOffset lastModified = default;
        Body body = default;
        string? algorithm = null;
        string? checksum = null;
        ReadOnlyMemory<byte> nonce = default;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: etag = reader.Text(); break;
                case 2: size = reader.Number(); break;
                case 3: lastModified = reader.Time(); break;
                case 4: body = Body.FromField(reader.Bytes()); break;
                case 5: algorithm = reader.Text(); break;
                case 6: checksum = reader.Text(); break;
                case 60: nonce = reader.Bytes(); break;
                default: break;
            }
        }

        return new PartRecord { ETag = etag, Size = size, LastModified = lastModified, Body = body, ChecksumAlgorithm = algorithm, Checksum = checksum, Nonce = nonce };
    }
}
