using System.Collections.Frozen;
using Unkai.Storage;

namespace Unkai.S3.Model;

/// <summary>One version of an object, or a delete marker.</summary>
internal sealed record ObjectRecord
{
    /// <summary>The version's id; <c>null</c> for one written while versioning was not enabled.</summary>
    public required string VersionId { get; init; }

    public bool IsDeleteMarker { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    /// <summary>The entity tag without quotes.</summary>
    public string ETag { get; init; } = "";

    public long Size { get; init; }

    /// <summary>The bytes; empty when they are parts of <see cref="UploadId"/>.</summary>
    public Body Body { get; init; }

    /// <summary>The multipart upload whose parts are the bytes, or null.</summary>
    public string? UploadId { get; init; }

    /// <summary>How many parts the upload had; 0 for an object that was put whole.</summary>
    public int PartCount { get; init; }

    public string? ContentType { get; init; }

    public string? CacheControl { get; init; }

    public string? ContentDisposition { get; init; }

    public string? ContentEncoding { get; init; }

    public string? ContentLanguage { get; init; }

    public string? Expires { get; init; }

    public string? WebsiteRedirect { get; init; }

    public string? StorageClass { get; init; }

    /// <summary><c>AES256</c> or <c>aws:kms</c>.</summary>
    public string Encryption { get; init; } = "AES256";

    /// <summary>Whose it is and who else may do what; null: the bucket owner's, and nobody else may anything by it.</summary>
    public AclRecord? Acl { get; init; }

    /// <summary>How it is encrypted beyond S3's own keys; null where it is not.</summary>
    public SseRecord? Sse { get; init; }

    public IReadOnlyDictionary<string, string> Metadata { get; init; } = FrozenDictionary<string, string>.Empty;

    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary><c>GOVERNANCE</c> or <c>COMPLIANCE</c>, or null.</summary>
    public string? LockMode { get; init; }

    public DateTimeOffset? RetainUntil { get; init; }

    /// <summary><c>ON</c> or <c>OFF</c>; null where it was never set.</summary>
    public string? LegalHold { get; init; }

    /// <summary>When an archived object's restored copy is, or was, ready; null when none was asked for.</summary>
    public DateTimeOffset? RestoreReadyAt { get; init; }

    /// <summary>When the restored copy goes.</summary>
    public DateTimeOffset? RestoreExpiresAt { get; init; }

    /// <summary><c>PENDING</c>, <c>COMPLETED</c>, <c>FAILED</c> or <c>REPLICA</c>; null where no rule wants it elsewhere.</summary>
    public string? ReplicationStatus { get; init; }

    /// <summary>The checksum's algorithm by AWS's name, or null.</summary>
    public string? ChecksumAlgorithm { get; init; }

    /// <summary>The checksum in base64; a composite one ends in <c>-parts</c>.</summary>
    public string? Checksum { get; init; }

    /// <summary><c>FULL_OBJECT</c> or <c>COMPOSITE</c>.</summary>
    public string? ChecksumType { get; init; }
}
