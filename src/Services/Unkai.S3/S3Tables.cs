using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3;

/// <summary>S3's tables.</summary>
/// <remarks>
/// <code>
/// s3 1  (bucket)                    BucketRecord
/// s3 2  (bucket, key)               ObjectRecord: the current version, or a delete marker
/// s3 3  (bucket, key, age)          ObjectRecord: older versions, the newest first (see VersionIds)
/// s3 4  (bucket, key, upload)       UploadRecord: uploads under way
/// s3 5  (upload, part number)       PartRecord: of uploads under way and of objects that were uploaded so
/// s3 20 (bucket, kind, id)          ConfigurationRecord: analytics, inventory, metrics, tiering
/// s3 21 (bucket, ticks, request)    ConfigurationRecord: lines of the access log that are not delivered yet
/// </code>
/// </remarks>
internal static class S3Tables
{
    internal static Table<string, BucketRecord> Buckets { get; } = new("s3", 1, KeyCodec.Text, new KeptValueCodec<BucketRecord>(new JsonValueCodec<BucketRecord>(S3Json.Default.BucketRecord)));

    internal static Table<(string Bucket, string Key), ObjectRecord> Objects { get; } = new("s3", 2, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text), new ObjectCodec());

    internal static Table<(string Bucket, string Key, ulong Age), ObjectRecord> OlderVersions { get; } =
        new("s3", 3, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Natural), new ObjectCodec());

    internal static Table<(string Bucket, string Key, string Upload), UploadRecord> Uploads { get; } =
        new("s3", 4, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<UploadRecord>(S3Json.Default.UploadRecord));

    internal static Table<(string Upload, int Number), PartRecord> Parts { get; } = new("s3", 5, KeyCodec.Of(KeyCodec.Text, KeyCodec.Number32), new PartCodec());

    internal static Table<(string Bucket, string Kind, string Id), ConfigurationRecord> Configurations { get; } =
        new("s3", 20, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<ConfigurationRecord>(S3Json.Default.ConfigurationRecord));

    internal static Table<(string Bucket, ulong Ticks, string Request), ConfigurationRecord> LogLines { get; } =
        new("s3", 21, KeyCodec.Of(KeyCodec.Text, KeyCodec.Natural, KeyCodec.Text), new JsonValueCodec<ConfigurationRecord>(S3Json.Default.ConfigurationRecord));
}
