using System.Globalization;
using Unkai.Api;

namespace Unkai.S3.AccessLogs;

/// <summary>A request as a line of S3's access log.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Amazon S3 server access log format".</remarks>
internal static class AccessLogLine
{
    internal const string BatchDeletion = "BATCH.DELETE.OBJECT";

    internal static string Write(AccessLogEntry entry, string bucketOwner, DateTimeOffset time)
    {
        string?[] fields =
        [
            Owners.CanonicalId(bucketOwner), entry.Bucket, time.ToString("'['dd/MMM/yyyy:HH:mm:ss +0000']'", CultureInfo.InvariantCulture), entry.RemoteIp, RequesterOf(entry.Caller), entry.RequestId,
            OperationOf(entry), entry.Key, Quoted($"{entry.Method} {entry.Target} {entry.Protocol}"), entry.Status.ToString(CultureInfo.InvariantCulture), entry.ErrorCode,
            entry.BytesSent is > 0 ? entry.BytesSent.Value.ToString(CultureInfo.InvariantCulture) : null,
            entry.Operation is "GetObject" or "WEBSITE" && entry.ErrorCode is null && entry.BytesSent is { } size ? size.ToString(CultureInfo.InvariantCulture) : null,
            entry.Milliseconds.ToString(CultureInfo.InvariantCulture), entry.Milliseconds.ToString(CultureInfo.InvariantCulture),
            Quoted(entry.Referer ?? "-"), Quoted(entry.UserAgent ?? "-"), entry.VersionId,

            // Host id, signature, cipher suite, authentication, host, TLS, access point, whether a list was needed.
            entry.RequestId, entry.SignatureVersion, null, entry.AuthType, entry.Host, null, entry.AccessPoint, null,
        ];
        return string.Join(' ', fields.Select(field => string.IsNullOrEmpty(field) ? "-" : field));
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "%22", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ')}\"";

    /// <summary>The canonical id of an account, the ARN of a user or a role's session; nothing for nobody.</summary>
    private static string? RequesterOf(Principal? caller) => caller?.Kind switch
    {
        null or PrincipalKind.Anonymous => null,
        PrincipalKind.Root => Owners.CanonicalId(caller.Account.Value),
        PrincipalKind.Service => caller.UserId,
        _ => caller.Arn.ToString(),
    };

    private static string OperationOf(AccessLogEntry entry) => entry.Operation switch
    {
        BatchDeletion => BatchDeletion,
        "OPTIONS" => "REST.OPTIONS.PREFLIGHT",
        "POST" => "REST.POST.OBJECT",
        "WEBSITE" => $"WEBSITE.{entry.Method}.OBJECT",
        "CopyObject" => "REST.COPY.OBJECT",
        "UploadPartCopy" => "REST.COPY.PART",
        _ => $"REST.{entry.Method}.{ResourceOf(entry)}",
    };

    private static string ResourceOf(AccessLogEntry entry) => entry.Operation switch
    {
        "CreateMultipartUpload" or "ListMultipartUploads" => "UPLOADS",
        "UploadPart" => "PART",
        "CompleteMultipartUpload" or "AbortMultipartUpload" or "ListParts" => "UPLOAD",
        "DeleteObjects" => "MULTI_OBJECT_DELETE",
        "ListObjectVersions" => "BUCKETVERSIONS",
        "GetBucketLocation" => "LOCATION",
        var name when name.EndsWith("BucketLogging", StringComparison.Ordinal) => "LOGGING_STATUS",
        var name when name.EndsWith("BucketVersioning", StringComparison.Ordinal) => "VERSIONING",
        var name when name.EndsWith("BucketPolicy", StringComparison.Ordinal) => "BUCKETPOLICY",
        var name when name.EndsWith("Acl", StringComparison.Ordinal) => "ACL",
        var name when name.EndsWith("Tagging", StringComparison.Ordinal) => "TAGGING",
        var name when name.EndsWith("BucketWebsite", StringComparison.Ordinal) => "WEBSITE",
        var name when name.EndsWith("BucketCors", StringComparison.Ordinal) => "CORS",
        var name when name.Contains("Lifecycle", StringComparison.Ordinal) => "LIFECYCLE",
        var name when name.Contains("Encryption", StringComparison.Ordinal) => "ENCRYPTION",
        var name when name.Contains("Notification", StringComparison.Ordinal) => "NOTIFICATION",
        _ => entry.Key is null ? "BUCKET" : "OBJECT",
    };
}
