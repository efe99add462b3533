using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Notifications;

/// <summary>Events as EventBridge has them: a detail type and a detail.</summary>
/// <remarks>Source: Amazon S3 User Guide, "EventBridge event message structure" and "Using EventBridge".</remarks>
internal static class EventBridgeDetail
{
    private const string NoTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The request of events:PutEvents; null for an event that EventBridge does not get.</returns>
    internal static string? Write(Call call, BucketRecord bucket, string bucketName, string eventName, string key, ObjectRecord record)
    {
        var (type, reason, deletion) = TypeOf(eventName);
        if (type is null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Entries");
            writer.WriteStartObject();
            writer.WriteString("Source", "aws.s3");
            writer.WriteString("DetailType", type);
            writer.WriteNumber("Time", call.Clock.GetUtcNow().ToUnixTimeSeconds());
            writer.WriteStartArray("Resources");
            writer.WriteStringValue($"arn:aws:s3:::{bucketName}");
            writer.WriteEndArray();
            writer.WriteString("Detail", Detail(call, bucket, bucketName, eventName, key, record, reason, deletion));
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Detail(Call call, BucketRecord bucket, string bucketName, string eventName, string key, ObjectRecord record, string? reason, string? deletion)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "0");
            writer.WriteStartObject("bucket");
            writer.WriteString("name", bucketName);
            writer.WriteEndObject();
            writer.WriteStartObject("object");
            writer.WriteString("key", key);
            if (deletion is null)
            {
                writer.WriteNumber("size", record.Size);
                writer.WriteString("etag", record.ETag);
            }

            if (bucket.Versioning != VersioningStatus.Off)
            {
                writer.WriteString("version-id", record.VersionId);
            }

            writer.WriteString("sequencer", EventDocument.SequencerOf(record));
            writer.WriteEndObject();
            writer.WriteString("request-id", call.RequestId);
            writer.WriteString("requester", call.Caller.Account.Value);
            writer.WriteString("source-ip-address", call.Origin.SourceIp ?? "127.0.0.1");
            Optional(writer, "reason", reason);
            Optional(writer, "deletion-type", deletion);
            if (eventName == "ObjectRestore:Completed")
            {
                Optional(writer, "restore-expiry-time", record.RestoreExpiresAt?.UtcDateTime.ToString(NoTime, CultureInfo.InvariantCulture));
            }

            if (eventName.StartsWith("ObjectRestore", StringComparison.Ordinal))
            {
                Optional(writer, "source-storage-class", record.StorageClass);
            }

            if (eventName == "LifecycleTransition")
            {
                Optional(writer, "destination-storage-class", record.StorageClass);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Optional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static (string? Type, string? Reason, string? Deletion) TypeOf(string eventName) => eventName switch
    {
        "ObjectCreated:Put" => ("Object Created", "PutObject", null),
        "ObjectCreated:Post" => ("Object Created", "POST Object", null),
        "ObjectCreated:Copy" => ("Object Created", "CopyObject", null),
        "ObjectCreated:CompleteMultipartUpload" => ("Object Created", "CompleteMultipartUpload", null),
        "ObjectRemoved:Delete" => ("Object Deleted", "DeleteObject", "Permanently Deleted"),
        "ObjectRemoved:DeleteMarkerCreated" => ("Object Deleted", "DeleteObject", "Delete Marker Created"),
        "LifecycleExpiration:Delete" => ("Object Deleted", "Lifecycle Expiration", "Permanently Deleted"),
        "LifecycleExpiration:DeleteMarkerCreated" => ("Object Deleted", "Lifecycle Expiration", "Delete Marker Created"),
        "LifecycleTransition" => ("Object Storage Class Changed", null, null),
        "ObjectRestore:Post" => ("Object Restore Initiated", null, null),
        "ObjectRestore:Completed" => ("Object Restore Completed", null, null),
        "ObjectRestore:Delete" => ("Object Restore Expired", null, null),
        "ObjectTagging:Put" => ("Object Tags Added", null, null),
        "ObjectTagging:Delete" => ("Object Tags Deleted", null, null),
        "ObjectAcl:Put" => ("Object ACL Updated", null, null),
        _ => (null, null, null),
    };
}
