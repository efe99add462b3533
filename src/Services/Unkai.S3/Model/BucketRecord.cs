namespace Unkai.S3.Model;

/// <summary>A bucket as it is stored.</summary>
internal sealed record BucketRecord
{
    public required string Owner { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public VersioningStatus Versioning { get; init; }

    public Dictionary<string, string> Tags { get; init; } = [];

    /// <summary>The bucket policy's JSON, or null.</summary>
    public string? Policy { get; init; }

    /// <summary>The CORS rules, or none.</summary>
    public IReadOnlyList<CorsRecord> Cors { get; init; } = [];

    /// <summary>Object Lock: null where it is not enabled.</summary>
    public ObjectLockRecord? ObjectLock { get; init; }

    /// <summary>Whether versions are deleted with a second factor only.</summary>
    public bool MfaDelete { get; init; }

    /// <summary>What becomes of objects in the course of time, or null.</summary>
    public LifecycleRecord? Lifecycle { get; init; }

    /// <summary>Whether the owner's default event bus is told of all changes.</summary>
    public bool NotifiesEventBridge { get; init; }

    /// <summary>Where new versions go too, or null.</summary>
    public ReplicationRecord? Replication { get; init; }

    /// <summary>Who is told of which changes.</summary>
    public IReadOnlyList<NotificationRecord> Notifications { get; init; } = [];
}
