using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Api.Xml;
using Unkai.S3.Restoring;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Objects of a page, written as XML straight from the store's bytes.</summary>
/// <param name="entries">Rows of <see cref="S3Tables.Objects"/>, none a delete marker.</param>
/// <param name="bucket">The bucket.</param>
/// <param name="encodingType">How keys are shown.</param>
/// <param name="owner">The bucket's owner where owners are asked for.</param>
/// <param name="restoresAt">Now, where the state of restores is asked for.</param>
internal sealed class ListedObjects(IReadOnlyList<Entry> entries, string bucket, string? encodingType, string? owner, DateTimeOffset? restoresAt) : DeferredValue
{
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
                LastModified = record.LastModified,
                ETag = $"\"{record.ETag}\"",
                Size = record.Size,
                StorageClass = record.StorageClass ?? "STANDARD",
                Owner = owner is null ? null : Owners.Of(owner),
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
        if (restoresAt is not null)
        {
            return false;
        }

        var space = S3Tables.Objects.Under(bucket);
        var shownOwner = owner is null ? null : Owners.Of(owner);
        foreach (var entry in entries)
        {
            output.Start(name);
            output.Raw("<Key>"u8);
            ListingEncoding.Write(output, space.Utf8Of(entry), encodingType);
            Write(output, new ListedRecord(entry.Value));
            if (shownOwner is not null)
            {
                output.Raw("<Owner>"u8);
                output.Element("DisplayName"u8, shownOwner.DisplayName!);
                output.Element("ID"u8, shownOwner.ID!);
                output.Raw("</Owner>"u8);
            }

            output.End(name);
        }

        return true;
    }

    private static void Write(XmlOutput output, ListedRecord record)
    {
        output.Raw("</Key><LastModified>"u8);
        output.Time(record.LastModified);
        output.Raw("</LastModified><ETag>&quot;"u8);
        output.Text(record.ETag);
        output.Raw("&quot;</ETag>"u8);
        if (!record.ChecksumAlgorithm.IsEmpty)
        {
            output.Raw("<ChecksumAlgorithm>"u8);
            output.Text(record.ChecksumAlgorithm);
            output.Raw("</ChecksumAlgorithm>"u8);
        }

        if (!record.ChecksumType.IsEmpty)
        {
            output.Raw("<ChecksumType>"u8);
            output.Text(record.ChecksumType);
            output.Raw("</ChecksumType>"u8);
        }

        output.Raw("<Size>"u8);
        output.Number(record.Size);
        output.Raw("</Size><StorageClass>"u8);
        output.Text(record.StorageClass.IsEmpty ? "STANDARD"u8 : record.StorageClass);
        output.Raw("</StorageClass>"u8);
    }
}
