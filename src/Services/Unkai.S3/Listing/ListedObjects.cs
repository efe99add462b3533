using System.Buffers;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Api.Xml;
using Unkai.S3.AccessControl;
using Unkai.S3.Model;
using Unkai.S3.Restoring;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Objects of a page, written as XML straight from the store's bytes.</summary>
/// <param name="entries">Rows of <see cref="S3Tables.Objects"/>, none a delete marker.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="encodingType">How keys are shown.</param>
/// <param name="owned">The bucket where owners are asked for: where lists count, objects have owners of their own.</param>
/// <param name="restoresAt">Now, where the state of restores is asked for.</param>
internal sealed class ListedObjects(IReadOnlyList<Entry> entries, string bucket, string? encodingType, BucketRecord? owned, DateTimeOffset? restoresAt) : DeferredValue
{
    /// <summary>More than all tags of an object's element, its numbers and its time.</summary>
    private const int MarkupBytesMax = 512;

    /// <summary>What an object takes where its key is not long.</summary>
    private const int UsualBytes = 360;

    public override bool WritesJson => false;

    public override object Make()
    {
        var listed = new List<Api.S3.Object>(entries.Count);
        foreach (var entry in entries)
        {
            var (key, record) = S3Tables.Objects.ToRow(entry);
            listed.Add(new Api.S3.Object
            {
                Key = ListingEncoding.Apply(key.Key, encodingType),
                LastModified = ShownTime.Of(record.LastModified),
                ETag = $"\"{record.ETag}\"",
                Size = record.Size,
                StorageClass = record.StorageClass ?? "STANDARD",
                Owner = owned is null ? null : Owners.Of(Acls.OfObject(owned, record).Owner),
                ChecksumAlgorithm = record.ChecksumAlgorithm is { } algorithm ? [algorithm] : null,
                ChecksumType = record.ChecksumType,
                RestoreStatus = restoresAt is { } now ? Archives.Status(record, now) : null,
            });
        }

        return listed;
    }

    /// <remarks>The elements and their order are those of the contract's structure Object.</remarks>
    public override bool TryWriteXml(XmlOutput output, ReadOnlySpan<byte> name)
    {
        if (restoresAt is not null || (owned is not null && Acls.CountIn(owned)))
        {
            return false;
        }

        var space = S3Tables.Objects.Under(bucket);
        var ownerXml = OwnerXml();
        output.Reserve(entries.Count * UsualBytes);
        foreach (var entry in entries)
        {
            var key = space.Utf8Of(entry);
            var record = new ListedRecord(entry.Value);
            var xml = output.Begin(MarkupBytesMax + (2 * name.Length) + ListingEncoding.BytesMax(key.Length) + record.TextBytes + ownerXml.Length);
            xml.Raw("<"u8);
            xml.Raw(name);
            xml.Raw("><Key>"u8);
            ListingEncoding.Write(ref xml, key, encodingType);
            Write(ref xml, record);
            xml.Raw(ownerXml);
            xml.Raw("</"u8);
            xml.Raw(name);
            xml.Raw(">"u8);
            output.Add(xml);
        }

        return true;
    }

    /// <remarks>ETags and names of algorithms and classes have nothing to escape.</remarks>
    private static void Write(ref XmlFragment xml, ListedRecord record)
    {
        xml.Raw("</Key><LastModified>"u8);
        xml.Time(ShownTime.Of(record.LastModified));
        xml.Raw("</LastModified><ETag>&quot;"u8);
        xml.Raw(record.ETag);
        if (record.ChecksumAlgorithm.IsEmpty)
        {
            xml.Raw("&quot;</ETag>"u8);
        }
        else
        {
            xml.Raw("&quot;</ETag><ChecksumAlgorithm>"u8);
            xml.Raw(record.ChecksumAlgorithm);
            xml.Raw("</ChecksumAlgorithm>"u8);
        }

        if (!record.ChecksumType.IsEmpty)
        {
            xml.Raw("<ChecksumType>"u8);
            xml.Raw(record.ChecksumType);
            xml.Raw("</ChecksumType>"u8);
        }

        xml.Raw("<Size>"u8);
        xml.Number(record.Size);
        xml.Raw("</Size><StorageClass>"u8);
        xml.Raw(record.StorageClass.IsEmpty ? "STANDARD"u8 : record.StorageClass);
        xml.Raw("</StorageClass>"u8);
    }

    private byte[] OwnerXml()
    {
        if (owned is null)
        {
            return [];
        }

        var buffer = new ArrayBufferWriter<byte>();
        var xml = new XmlOutput(buffer);
        var shown = Owners.Of(owned.Owner);
        xml.Raw("<Owner>"u8);
        xml.Element("DisplayName"u8, shown.DisplayName!);
        xml.Element("ID"u8, shown.ID!);
        xml.Raw("</Owner>"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
