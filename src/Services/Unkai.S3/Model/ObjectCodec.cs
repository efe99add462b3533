using System.Buffers;
using System.Collections.Frozen;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>Objects are S3's hot records: written by hand. Fields 1-18 as below, 19 and 20 a pair each for metadata and tags (name, then value), 40-45 locks, restores and replication.</summary>
internal sealed class ObjectCodec : IValueCodec<ObjectRecord>
{
    internal const int DeleteMarkerField = 2;
    internal const int LastModifiedField = 3;
    internal const int ETagField = 4;
    internal const int SizeField = 5;
    internal const int StorageClassField = 16;
    internal const int ChecksumAlgorithmField = 18;
    internal const int ChecksumTypeField = 22;

    private const int MetadataField = 19;
    private const int TagField = 20;
    private const int AclField = 60;
    private const int SseField = 61;

    private static readonly IReadOnlyDictionary<string, string> s_none = FrozenDictionary<string, string>.Empty;

    public void Write(ObjectRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Text(1, value.VersionId);
        writer.Time(LastModifiedField, value.LastModified);
        if (value.IsDeleteMarker)
        {
            writer.Boolean(DeleteMarkerField, true);
            writer.Text(45, value.ReplicationStatus);
            WriteAcl(writer, value.Acl);
            return;
        }

        WriteAcl(writer, value.Acl);

        if (value.Sse is { } sse)
        {
            writer.Bytes(SseField, sse.ToField());
        }

        writer.Text(ETagField, value.ETag);
        writer.Number(SizeField, value.Size);
        writer.Bytes(6, value.Body.ToField());
        writer.Text(7, value.UploadId);
        writer.Number(8, value.PartCount);
        writer.Text(9, value.ContentType);
        writer.Text(10, value.CacheControl);
        writer.Text(11, value.ContentDisposition);
        writer.Text(12, value.ContentEncoding);
        writer.Text(13, value.ContentLanguage);
        writer.Text(14, value.Expires);
        writer.Text(15, value.WebsiteRedirect);
        writer.Text(StorageClassField, value.StorageClass);
        writer.Text(17, value.Encryption);
        writer.Text(ChecksumAlgorithmField, value.ChecksumAlgorithm);
        writer.Text(21, value.Checksum);
        writer.Text(ChecksumTypeField, value.ChecksumType);
        writer.Text(40, value.LockMode);
        WriteTime(writer, 41, value.RetainUntil);
        writer.Text(42, value.LegalHold);
        WriteTime(writer, 43, value.RestoreReadyAt);
        WriteTime(writer, 44, value.RestoreExpiresAt);
        writer.Text(45, value.ReplicationStatus);
        WritePairs(writer, MetadataField, value.Metadata);
        WritePairs(writer, TagField, value.Tags);
    }

    public ObjectRecord Read(ReadOnlyMemory<byte> source)
    {
        string versionId = VersionIds.Null;
        bool isDeleteMarker = false;
        DateTimeOffset lastModified = default;
        string eTag = "";
        long size = 0;
        string? uploadId = null;
        int partCount = 0;
        string? contentType = null;
        string? cacheControl = null;
        string? contentDisposition = null;
        string? contentEncoding = null;
        string? contentLanguage = null;
        string? expires = null;
        string? websiteRedirect = null;
        string? storageClass = null;
        string encryption = "AES256";
        string? checksumAlgorithm = null;
        string? checksum = null;
        string? checksumType = null;
        string? lockMode = null;
        DateTimeOffset? retainUntil = null;
        string? legalHold = null;
        DateTimeOffset? restoreReadyAt = null;
        DateTimeOffset? restoreExpiresAt = null;
        string? replicationStatus = null;
        Body body = default;
        AclRecord? acl = null;
        SseRecord? sse = null;
        Dictionary<string, string>? metadata = null;
        Dictionary<string, string>? tags = null;
        string? metadataName = null;
        string? tagName = null;
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: versionId = KnownTexts.Of(reader.Utf8()); break;
                case DeleteMarkerField: isDeleteMarker = reader.Boolean(); break;
                case LastModifiedField: lastModified = reader.Time(); break;
                case ETagField: eTag = reader.Text(); break;
                case SizeField: size = reader.Number(); break;
                case 7: uploadId = reader.Text(); break;
                case 8: partCount = reader.Number32(); break;
                case 9: contentType = KnownTexts.Of(reader.Utf8()); break;
                case 10: cacheControl = reader.Text(); break;
                case 11: contentDisposition = reader.Text(); break;
                case 12: contentEncoding = reader.Text(); break;
                case 13: contentLanguage = reader.Text(); break;
                case 14: expires = reader.Text(); break;
                case 15: websiteRedirect = reader.Text(); break;
                case StorageClassField: storageClass = KnownTexts.Of(reader.Utf8()); break;
                case 17: encryption = KnownTexts.Of(reader.Utf8()); break;
                case ChecksumAlgorithmField: checksumAlgorithm = KnownTexts.Of(reader.Utf8()); break;
                case 21: checksum = reader.Text(); break;
                case ChecksumTypeField: checksumType = KnownTexts.Of(reader.Utf8()); break;
                case 40: lockMode = reader.Text(); break;
                case 41: retainUntil = reader.Time(); break;
                case 42: legalHold = reader.Text(); break;
                case 43: restoreReadyAt = reader.Time(); break;
                case 44: restoreExpiresAt = reader.Time(); break;
                case 45: replicationStatus = reader.Text(); break;
                case 6: body = Body.FromField(reader.Bytes()); break;
                case SseField: sse = SseRecord.FromField(reader.Bytes()); break;
                case AclField: acl = AclCodec.Read(reader.Bytes()); break;
                case MetadataField: ReadPair(ref metadata, ref metadataName, reader.Text()); break;
                case TagField: ReadPair(ref tags, ref tagName, reader.Text()); break;
                default: break;
            }
        }

        return new ObjectRecord
        {
            VersionId = versionId,
            IsDeleteMarker = isDeleteMarker,
            LastModified = lastModified,
            ETag = eTag,
            Size = size,
            UploadId = uploadId,
            PartCount = partCount,
            ContentType = contentType,
            CacheControl = cacheControl,
            ContentDisposition = contentDisposition,
            ContentEncoding = contentEncoding,
            ContentLanguage = contentLanguage,
            Expires = expires,
            WebsiteRedirect = websiteRedirect,
            StorageClass = storageClass,
            Encryption = encryption,
            ChecksumAlgorithm = checksumAlgorithm,
            Checksum = checksum,
            ChecksumType = checksumType,
            LockMode = lockMode,
            RetainUntil = retainUntil,
            LegalHold = legalHold,
            RestoreReadyAt = restoreReadyAt,
            RestoreExpiresAt = restoreExpiresAt,
            ReplicationStatus = replicationStatus,
            Body = body,
            Acl = acl,
            Sse = sse,
            Metadata = metadata ?? s_none,
            Tags = tags ?? s_none,
        };
    }

    private static void WriteTime(FieldWriter writer, int field, DateTimeOffset? time)
    {
        if (time is { } some)
        {
            writer.Time(field, some);
        }
    }

    private static void WritePairs(FieldWriter writer, int field, IReadOnlyDictionary<string, string> pairs)
    {
        foreach (var (name, text) in pairs)
        {
            writer.Text(field, name);
            writer.Text(field, text);
        }
    }

    private static void WriteAcl(FieldWriter writer, AclRecord? acl)
    {
        if (acl is not null)
        {
            writer.Bytes(AclField, AclCodec.Write(acl));
        }
    }

    private static void ReadPair(ref Dictionary<string, string>? pairs, ref string? name, string text)
    {
        if (name is null)
        {
            name = text;
            return;
        }

        (pairs ??= [])[name] = text;
        name = null;
    }
}
