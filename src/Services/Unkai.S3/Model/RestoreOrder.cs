namespace Unkai.S3.Model;

/// <summary>The payload of the jobs of a restore: its copy is ready, or goes.</summary>
internal sealed record RestoreOrder(string Bucket, string Key, string VersionId, DateTimeOffset ReadyAt, DateTimeOffset ExpiresAt, bool IsEnd);
