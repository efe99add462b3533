using System.Buffers;
using System.Collections.Frozen;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>Objects are S3's hot records: written by hand. Fields 1-18 as below, 19 and 20 a pair each for metadata and tags (name, then value), 40-45 locks, restores and replication.</summary>
internal sealed class ObjectCodec : IValueCodec<ObjectRecord>
{
    private const int MetadataField = 19;
    private const int TagField = 20;
    private const int AclField = 60;
    private const int SseField = 61;

    public void Write(ObjectRecord value, IBufferWriter<byte> target)
    {
        var writer = new FieldWriter(target);
        writer.Text(1, value.VersionId);
        writer.Time(3, value.LastModified);
        if (value.IsDeleteMarker)
        {
            writer.Boolean(2, true);
            writer.Text(45, value.ReplicationStatus);
            return;
        }

        if (value.Acl is { } acl)
        {
            writer.Bytes(AclField, AclCodec.Write(acl));
        }

        if (value.Sse is { } sse)
        {
            writer.Bytes(SseField, sse.ToField());
        }

        writer.Text(4, value.ETag);
        writer.Number(5, value.Size);
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
        writer.Text(16, value.StorageClass);
        writer.Text(17, value.Encryption);
        writer.Text(18, value.ChecksumAlgorithm);
        writer.Text(21, value.Checksum);
        writer.Text(22, value.ChecksumType);
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
        var value = new ObjectFields();
        var reader = new FieldReader(source);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: value.VersionId = reader.Text(); break;
                case 2: value.IsDeleteMarker = reader.Boolean(); break;
                case 3: value.LastModified = reader.Time(); break;
                case 4: value.ETag = reader.Text(); break;
                case 5: value.Size = reader.Number(); break;
                case 6: value.Body = Body.FromField(reader.Bytes()); break;
                case 7: value.UploadId = reader.Text(); break;
                case 8: value.PartCount = reader.Number32(); break;
                case >= 9 and <= 18 or 21 or 22: value.Texts[reader.Field] = reader.Text(); break;
                case SseField: value.Sse = SseRecord.FromField(reader.Bytes()); break;
                case AclField: value.Acl = AclCodec.Read(reader.Bytes()); break;
                case 40: value.LockMode = reader.Text(); break;
                case 41: value.RetainUntil = reader.Time(); break;
                case 42: value.LegalHold = reader.Text(); break;
                case 43: value.RestoreReadyAt = reader.Time(); break;
                case 44: value.RestoreExpiresAt = reader.Time(); break;
                case 45: value.ReplicationStatus = reader.Text(); break;
                case MetadataField: ReadPair(ref value.Metadata, ref value.MetadataName, reader.Text()); break;
                case TagField: ReadPair(ref value.Tags, ref value.TagName, reader.Text()); break;
                default: break;
            }
        }

        return value.ToRecord();
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

    private sealed class ObjectFields
    {
        private static readonly IReadOnlyDictionary<string, string> s_none = FrozenDictionary<string, string>.Empty;

        internal string VersionId = "null";
        internal bool IsDeleteMarker;
        internal DateTimeOffset LastModified;
        internal string ETag = "";
        internal long Size;
        internal Body Body;
        internal string? UploadId;
        internal int PartCount;
        internal string?[] Texts = new string?[23];
        internal AclRecord? Acl;
        internal SseRecord? Sse;
        internal Dictionary<string, string>? Metadata;
        internal string? MetadataName;
        internal Dictionary<string, string>? Tags;
        internal string? TagName;
        internal string? LockMode;
        internal DateTimeOffset? RetainUntil;
        internal string? LegalHold;
        internal DateTimeOffset? RestoreReadyAt;
        internal DateTimeOffset? RestoreExpiresAt;
        internal string? ReplicationStatus;

        internal ObjectRecord ToRecord() => new()
        {
            VersionId = VersionId,
            IsDeleteMarker = IsDeleteMarker,
            LastModified = LastModified,
            ETag = ETag,
            Size = Size,
            Body = Body,
            UploadId = UploadId,
            PartCount = PartCount,
            ContentType = Texts[9],
            CacheControl = Texts[10],
            ContentDisposition = Texts[11],
            ContentEncoding = Texts[12],
            ContentLanguage = Texts[13],
            Expires = Texts[14],
            WebsiteRedirect = Texts[15],
            StorageClass = Texts[16],
            Encryption = Texts[17] ?? "AES256",
            ChecksumAlgorithm = Texts[18],
            Checksum = Texts[21],
            ChecksumType = Texts[22],
            Acl = Acl,
            Sse = Sse,
            Metadata = Metadata ?? s_none,
            Tags = Tags ?? s_none,
            LockMode = LockMode,
            RetainUntil = RetainUntil,
            LegalHold = LegalHold,
            RestoreReadyAt = RestoreReadyAt,
            RestoreExpiresAt = RestoreExpiresAt,
            ReplicationStatus = ReplicationStatus,
        };
    }
}
