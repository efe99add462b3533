using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Notifications;

/// <summary>The document that destinations get.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Event message structure", version 2.1.</remarks>
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
            writer.WriteString("eventVersion", "2.1");
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
            if (!record.IsDeleteMarker && eventName.StartsWith("ObjectCreated", StringComparison.Ordinal))
            {
                writer.WriteNumber("size", record.Size);
                writer.WriteString("eTag", record.ETag);
            }
            else if (record.IsDeleteMarker)
            {
                writer.WriteString("eTag", "d41d8cd98f00b204e9800998ecf8427e");
            }

            if (bucket.Versioning != VersioningStatus.Off)
            {
                writer.WriteString("versionId", record.VersionId);
            }

            writer.WriteString("sequencer", record.LastModified.UtcTicks.ToString("X18", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Keys are form-encoded in events: a space is a plus, a slash stays.</summary>
    private static string FormEncode(string key) => Uri.EscapeDataString(key).Replace("%20", "+", StringComparison.Ordinal).Replace("%2F", "/", StringComparison.Ordinal);
}
