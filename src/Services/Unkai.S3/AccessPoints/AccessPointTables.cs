using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.AccessPoints;

/// <summary>The tables of access points and of accounts' own settings.</summary>
/// <remarks>
/// <code>
/// s3 30 (account, region, name)          AccessPointRecord
/// s3 31 (alias)                          AccessPointId
/// s3 32 (bucket, account, region, name)  AccessPointId: the access points of a bucket
/// s3 33 (account)                        PublicAccessRecord: what an account keeps from the public
/// </code>
/// </remarks>
internal static class AccessPointTables
{
    internal static Table<(string Account, string Region, string Name), AccessPointRecord> Points { get; } =
        new("s3", 30, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new KeptValueCodec<AccessPointRecord>(new JsonValueCodec<AccessPointRecord>(S3Json.Default.AccessPointRecord)));

    internal static Table<string, AccessPointId> Aliases { get; } = new("s3", 31, KeyCodec.Text, new JsonValueCodec<AccessPointId>(S3Json.Default.AccessPointId));

    internal static Table<(string Bucket, string Account, string Region, string Name), AccessPointId> OfBuckets { get; } =
        new("s3", 32, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<AccessPointId>(S3Json.Default.AccessPointId));

    internal static Table<string, PublicAccessRecord> AccountBlocks { get; } =
        new("s3", 33, KeyCodec.Text, new KeptValueCodec<PublicAccessRecord>(new JsonValueCodec<PublicAccessRecord>(S3Json.Default.PublicAccessRecord)));
}
