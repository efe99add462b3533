namespace Unkai.S3.Model;

/// <summary>The payload of a replication's job.</summary>
/// <param name="Bucket">The source.</param>
/// <param name="Key">The key; of a backfill, the one after which it goes on.</param>
/// <param name="VersionId">The version; null for a backfill of all that the bucket has.</param>
internal sealed record ReplicationOrder(string Bucket, string? Key, string? VersionId);
