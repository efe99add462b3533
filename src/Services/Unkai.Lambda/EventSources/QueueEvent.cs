using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Api.Sqs;

namespace Unkai.Lambda.EventSources;

/// <summary>The event that a function gets for a batch of messages, and what its answer says about them.</summary>
/// <remarks>Source: Lambda developer guide, "Using Lambda with Amazon SQS" and "Implementing partial batch responses".</remarks>
internal static class QueueEvent
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static byte[] Write(IReadOnlyList<Message> messages, string queueArn, string region)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var message in messages)
            {
                Write(writer, message, queueArn, region, bodyAsJson: false);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A record as filters see it: a body that is JSON is looked into.</summary>
    internal static JsonElement ForFilter(Message message, string queueArn, string region)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            Write(writer, message, queueArn, region, bodyAsJson: true);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <returns>The messages that are not among <c>batchItemFailures</c>; null when the whole batch has failed.</returns>
    internal static List<Message>? Succeeded(List<Message> batch, ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.IsEmpty ? "null"u8.ToArray() : answer);
            if (document.RootElement.ValueKind == JsonValueKind.Null)
            {
                return batch;
            }

            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            if (!document.RootElement.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            {
                return batch;
            }

            var failed = new HashSet<string>();
            foreach (var failure in failures.EnumerateArray())
            {
                if (!failure.TryGetProperty("itemIdentifier", out var id) || id.GetString() is not { Length: > 0 } text || batch.TrueForAll(message => message.MessageId != text))
                {
                    return null;
                }

                failed.Add(text);
            }

            return batch.FindAll(message => !failed.Contains(message.MessageId!));
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return null; // As on AWS: an answer that is not understood fails the batch.
        }
    }

    private static void Write(Utf8JsonWriter writer, Message message, string queueArn, string region, bool bodyAsJson)
    {
        writer.WriteStartObject();
        writer.WriteString("messageId", message.MessageId);
        writer.WriteString("receiptHandle", message.ReceiptHandle);
        writer.WritePropertyName("body");
        if (bodyAsJson && IsJson(message.Body!))
        {
            writer.WriteRawValue(message.Body!);
        }
        else
        {
            writer.WriteStringValue(message.Body);
        }

        writer.WriteStartObject("attributes");
        foreach (var (name, value) in message.Attributes ?? [])
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("messageAttributes");
        foreach (var (name, value) in message.MessageAttributes ?? [])
        {
            writer.WriteStartObject(name);
            if (value.StringValue is { } text)
            {
                writer.WriteString("stringValue", text);
            }

            if (value.BinaryValue is { } bytes)
            {
                writer.WriteBase64String("binaryValue", bytes.Span);
            }

            writer.WriteStartArray("stringListValues");
            writer.WriteEndArray();
            writer.WriteStartArray("binaryListValues");
            writer.WriteEndArray();
            writer.WriteString("dataType", value.DataType);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (message.MD5OfMessageAttributes is { } hash)
        {
            writer.WriteString("md5OfMessageAttributes", hash);
        }

        writer.WriteString("md5OfBody", message.MD5OfBody);
        writer.WriteString("eventSource", "aws:sqs");
        writer.WriteString("eventSourceARN", queueArn);
        writer.WriteString("awsRegion", region);
        writer.WriteEndObject();
    }

    private static bool IsJson(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{', ..])
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
