using System.Globalization;
using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Restoring;

/// <summary>Objects in storage classes that answer no read before they are restored.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Working with archived objects"; API reference, GetObject and HeadObject, x-amz-restore.</remarks>
internal static class Archives
{
    internal static bool IsArchived(ObjectRecord record) => record.StorageClass is "GLACIER" or "DEEP_ARCHIVE";

    internal static bool IsRestoring(ObjectRecord record, DateTimeOffset now) => record.RestoreReadyAt > now;

    internal static bool IsRestored(ObjectRecord record, DateTimeOffset now) => record.RestoreReadyAt <= now && record.RestoreExpiresAt > now;

    /// <summary>What a read of the bytes answers where there is no copy to read.</summary>
    internal static AwsError? CheckReadable(ObjectRecord record, DateTimeOffset now) =>
        !IsArchived(record) || IsRestored(record, now) ? null
        : new AwsError("InvalidObjectState", 403, "The operation is not valid for the object's storage class") { Extra = [new("StorageClass", record.StorageClass!)] };

    /// <summary>The same for a copy's source.</summary>
    internal static AwsError? CheckCopyable(ObjectRecord record, DateTimeOffset now) =>
        !IsArchived(record) || IsRestored(record, now) ? null
        : new AwsError("InvalidObjectState", 403, "Operation is not valid for the source object's storage class") { Extra = [new("StorageClass", record.StorageClass!)] };

    /// <summary>The x-amz-restore header; null where no restore was asked for, or its copy is gone.</summary>
    internal static string? Header(ObjectRecord record, DateTimeOffset now) =>
        IsRestoring(record, now) ? "ongoing-request=\"true\""
        : IsRestored(record, now) ? string.Create(CultureInfo.InvariantCulture, $"ongoing-request=\"false\", expiry-date=\"{record.RestoreExpiresAt!.Value.UtcDateTime:R}\"")
        : null;

    /// <summary>The same for listings.</summary>
    internal static RestoreStatus? Status(ObjectRecord record, DateTimeOffset now) =>
        IsRestoring(record, now) ? new RestoreStatus { IsRestoreInProgress = true }
        : IsRestored(record, now) ? new RestoreStatus { IsRestoreInProgress = false, RestoreExpiryDate = record.RestoreExpiresAt }
        : null;

    /// <summary>How long a restore takes: the longest that AWS says of each tier; null for a tier that the class has not.</summary>
    /// <remarks>Source: User Guide, "Understanding archive retrieval options".</remarks>
    internal static TimeSpan? Duration(string storageClass, string tier) => (storageClass, tier) switch
    {
        ("GLACIER", "Expedited") => TimeSpan.FromMinutes(5),
        ("GLACIER", "Standard") => TimeSpan.FromHours(5),
        ("GLACIER", "Bulk") => TimeSpan.FromHours(12),
        ("DEEP_ARCHIVE", "Standard") => TimeSpan.FromHours(12),
        ("DEEP_ARCHIVE", "Bulk") => TimeSpan.FromHours(48),
        _ => null,
    };
}
