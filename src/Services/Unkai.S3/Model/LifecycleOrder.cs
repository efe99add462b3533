namespace Unkai.S3.Model;

/// <summary>The payload of a lifecycle round's job.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Lifecycle">The configuration that is carried out.</param>
/// <param name="After">The key after which the round goes on; null at its beginning.</param>
/// <param name="IsAtUploads">Whether the round has come to the uploads.</param>
/// <param name="Next">When the first thing is due that the round has passed; null for nothing.</param>
/// <param name="Within">How far the round has come within the key after <paramref name="After"/>; null at its beginning.</param>
internal sealed record LifecycleOrder(string Bucket, string Lifecycle, string? After = null, bool IsAtUploads = false, DateTimeOffset? Next = null, VersionsPassed? Within = null);
