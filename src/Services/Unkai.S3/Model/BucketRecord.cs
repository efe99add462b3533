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

    /// <summary>Who owns what is put here: <c>BucketOwnerEnforced</c> (lists do not count; null means this too), <c>BucketOwnerPreferred</c> or <c>ObjectWriter</c>.</summary>
    public string? Ownership { get; init; }

    /// <summary>Whether <see cref="Ownership"/> was deleted, which counts as ObjectWriter.</summary>
    public bool HasNoOwnership { get; init; }

    /// <summary>Grants to others than the owner and the owner's own; null: the owner's full control alone.</summary>
    public IReadOnlyList<GrantRecord>? Grants { get; init; }

    /// <summary>What is kept from the public; null when nothing is set.</summary>
    public PublicAccessRecord? PublicAccess { get; init; }

    /// <summary>How what does not say how it wants to be encrypted is; null: with S3's own keys.</summary>
    public BucketEncryptionRecord? Encryption { get; init; }

    /// <summary>How the bucket is a website; null when it is none.</summary>
    public WebsiteRecord? Website { get; init; }

    /// <summary>Where requests are logged; null for nowhere.</summary>
    public LoggingRecord? Logging { get; init; }

    /// <summary><c>Enabled</c> or <c>Suspended</c>; null when it was never set.</summary>
    public string? Acceleration { get; init; }

    /// <summary>Who pays for requests: <c>BucketOwner</c> (null) or <c>Requester</c>.</summary>
    public string? Payer { get; init; }

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
