using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>What listings show of a stored object, read without making an <see cref="ObjectRecord"/> of it.</summary>
internal readonly ref struct ListedRecord
{
    internal ListedRecord(ReadOnlyMemory<byte> value)
    {
        var reader = new FieldReader(value);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case ObjectCodec.LastModifiedField: LastModified = reader.Time(); break;
                case ObjectCodec.ETagField: ETag = reader.Utf8(); break;
                case ObjectCodec.SizeField: Size = reader.Number(); break;
                case ObjectCodec.StorageClassField: StorageClass = reader.Utf8(); break;
                case ObjectCodec.ChecksumAlgorithmField: ChecksumAlgorithm = reader.Utf8(); break;
                case ObjectCodec.ChecksumTypeField: ChecksumType = reader.Utf8(); break;
                default: break;
            }
        }
    }

    internal DateTimeOffset LastModified { get; }

    internal ReadOnlySpan<byte> ETag { get; }

    internal long Size { get; }

    /// <summary>Empty for the standard class.</summary>
    internal ReadOnlySpan<byte> StorageClass { get; }

    /// <summary>Empty where there is no checksum.</summary>
    internal ReadOnlySpan<byte> ChecksumAlgorithm { get; }

    internal ReadOnlySpan<byte> ChecksumType { get; }

    /// <summary>The bytes of all texts.</summary>
    internal int TextBytes => ETag.Length + StorageClass.Length + ChecksumAlgorithm.Length + ChecksumType.Length;

    internal static bool IsDeleteMarker(ReadOnlyMemory<byte> value)
    {
        // A marker says so before anything that an object has and it has not.
        var reader = new FieldReader(value);
        while (reader.Next() && reader.Field != ObjectCodec.ETagField)
        {
            if (reader.Field == ObjectCodec.DeleteMarkerField)
            {
                return reader.Boolean();
            }
        }

        return false;
    }
}
