using System.Buffers.Binary;

namespace Unkai.Storage;

/// <summary>How often the records of a world refer to each blob. Key: <c>~blobs</c>, 0, id; the value is a number that transactions add to.</summary>
public static class BlobReferences
{
    private static readonly CounterTable<byte[]> s_references = new("~blobs", 0, KeyCodec.Bytes);

    extension(Transaction transaction)
    {
        /// <summary>Says that a record of this world now has the body. Nothing to do for a small one. Never conflicts.</summary>
        public void Reference(Body body)
        {
            if (body.Blob is { } blob)
            {
                s_references.Add(transaction, blob.ToBytes(), 1);
            }
        }

        /// <summary>Says that a record of this world no longer has the body: once for each <c>Reference</c>.</summary>
        public void Dereference(Body body)
        {
            if (body.Blob is { } blob)
            {
                s_references.Add(transaction, blob.ToBytes(), -1);
            }
        }
    }

    internal static KeyRange Range => s_references.All;

    internal static BlobId IdOf(ReadOnlySpan<byte> key)
    {
        var reader = new KeyReader(key);
        reader.Text();
        reader.Number();
        return BlobId.FromBytes(reader.Bytes());
    }

    internal static long CountOf(ReadOnlySpan<byte> value) => BinaryPrimitives.ReadInt64LittleEndian(value);
}
