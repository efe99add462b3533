using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Notifications;

/// <summary>The document that destinations get.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Event message structure", versions 2.1 to 2.3.</remarks>
internal static class EventDocument
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(Call call, BucketRecord bucket, string bucketName, string ruleId, string eventName, string key, ObjectRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            writer.WriteStartObject();
            writer.WriteString("eventVersion", VersionOf(eventName));
            writer.WriteString("eventSource", "aws:s3");
            writer.WriteString("awsRegion", bucket.Region);
            writer.WriteString("eventTime", call.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("eventName", eventName);
            writer.WriteStartObject("userIdentity");
            writer.WriteString("principalId", $"AWS:{call.Caller.UserId}");
            writer.WriteEndObject();
            writer.WriteStartObject("requestParameters");
            writer.WriteString("sourceIPAddress", call.Origin.SourceIp ?? "127.0.0.1");
            writer.WriteEndObject();
            writer.WriteStartObject("responseElements");
            writer.WriteString("x-amz-request-id", call.RequestId);
            writer.WriteString("x-amz-id-2", call.RequestId);
            writer.WriteEndObject();
            writer.WriteStartObject("s3");
            writer.WriteString("s3SchemaVersion", "1.0");
            writer.WriteString("configurationId", ruleId);
            writer.WriteStartObject("bucket");
            writer.WriteString("name", bucketName);
            writer.WriteStartObject("ownerIdentity");
            writer.WriteString("principalId", Owners.CanonicalId(bucket.Owner));
            writer.WriteEndObject();
            writer.WriteString("arn", $"arn:aws:s3:::{bucketName}");
            writer.WriteEndObject();
            writer.WriteStartObject("object");
            writer.WriteString("key", FormEncode(key));
            if (record.IsDeleteMarker)
            {
                writer.WriteString("eTag", "d41d8cd98f00b204e9800998ecf8427e");
            }
            else if (!eventName.EndsWith(":Delete", StringComparison.Ordinal) || eventName.StartsWith("ObjectTagging", StringComparison.Ordinal))
            {
                if (!eventName.StartsWith("ObjectTagging", StringComparison.Ordinal) && !eventName.StartsWith("ObjectAcl", StringComparison.Ordinal))
                {
                    writer.WriteNumber("size", record.Size);
                }

                writer.WriteString("eTag", record.ETag);
            }

            if (bucket.Versioning != VersioningStatus.Off)
            {
                writer.WriteString("versionId", record.VersionId);
            }

            writer.WriteString("sequencer", SequencerOf(record));
            writer.WriteEndObject();
            writer.WriteEndObject();
            WriteMore(writer, eventName, record);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Orders the events of one key; compared as text.</summary>
    internal static string SequencerOf(ObjectRecord record) => record.LastModified.UtcTicks.ToString("X18", CultureInfo.InvariantCulture);

    private static string VersionOf(string eventName) =>
        eventName.StartsWith("Replication", StringComparison.Ordinal) ? "2.2"
        : eventName.StartsWith("Lifecycle", StringComparison.Ordinal) || eventName.StartsWith("ObjectTagging", StringComparison.Ordinal)
            || eventName.StartsWith("ObjectAcl", StringComparison.Ordinal) || eventName == "ObjectRestore:Delete" ? "2.3"
        : "2.1";

    private static void WriteMore(Utf8JsonWriter writer, string eventName, ObjectRecord record)
    {
        if (eventName == "ObjectRestore:Completed")
        {
            writer.WriteStartObject("glacierEventData");
            writer.WriteStartObject("restoreEventData");
            writer.WriteString("lifecycleRestorationExpiryTime", record.RestoreExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("lifecycleRestoreStorageClass", record.StorageClass);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else if (eventName == "LifecycleTransition")
        {
            writer.WriteStartObject("lifecycleEventData");
            writer.WriteStartObject("transitionEventData");
            writer.WriteString("destinationStorageClass", record.StorageClass);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    /// <summary>Keys are form-encoded in events: a space is a plus, a slash stays.</summary>
    private static string FormEncode(string key) => Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
