using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Unkai.Api.DynamoDbStreams;
using Unkai.Api.Json;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.EventSources;

/// <summary>The event that a function gets for changes of a table, what its answer says of them, and what a destination is told of those given up.</summary>
/// <remarks>Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB".</remarks>
internal static class StreamEvent
{
    internal static byte[] Write(IReadOnlyList<Record> records, string streamArn)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("Records");
            foreach (var record in records)
            {
                Write(writer, record, streamArn);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static JsonElement ForFilter(Record record, string streamArn)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
        {
            Write(writer, record, streamArn);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>How many records from the first on are done: those before the first that is among <c>batchItemFailures</c>; 0 when the answer is not understood.</summary>
    internal static int DoneCount(IReadOnlyList<Record> records, ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.IsEmpty ? "null"u8.ToArray() : answer);
            if (document.RootElement.ValueKind == JsonValueKind.Null)
            {
                return records.Count;
            }

            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return 0;
            }

            if (!document.RootElement.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            {
                return records.Count;
            }

            var done = records.Count;
            foreach (var failure in failures.EnumerateArray())
            {
                var id = failure.TryGetProperty("itemIdentifier", out var named) ? named.GetString() : null;
                var at = records.TakeWhile(record => record.Dynamodb!.SequenceNumber != id).Count();
                if (at == records.Count)
                {
                    return 0;
                }

                done = Math.Min(done, at);
            }

            return done;
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            return 0; // As on AWS: an answer that is not understood fails the batch.
        }
    }

    internal static byte[] WriteFailure(
        IReadOnlyList<Record> records, string streamArn, string shard, string functionArn, string requestId, string condition, int runs, string? functionError, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonShapeWriter.Options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("requestContext");
            writer.WriteString("requestId", requestId);
            writer.WriteString("functionArn", functionArn);
            writer.WriteString("condition", condition);
            writer.WriteNumber("approximateInvokeCount", runs);
            writer.WriteEndObject();
            if (functionError is not null)
            {
                writer.WriteStartObject("responseContext");
                writer.WriteNumber("statusCode", 200);
                writer.WriteString("executedVersion", FunctionReference.Latest);
                writer.WriteString("functionError", functionError);
                writer.WriteEndObject();
            }

            writer.WriteString("version", "1.0");
            writer.WriteString("timestamp", Time(now));
            writer.WriteStartObject("DDBStreamBatchInfo");
            writer.WriteString("shardId", shard);
            writer.WriteString("startSequenceNumber", records[0].Dynamodb!.SequenceNumber);
            writer.WriteString("endSequenceNumber", records[^1].Dynamodb!.SequenceNumber);
            writer.WriteString("approximateArrivalOfFirstRecord", Time(records[0].Dynamodb!.ApproximateCreationDateTime!.Value));
            writer.WriteString("approximateArrivalOfLastRecord", Time(records[^1].Dynamodb!.ApproximateCreationDateTime!.Value));
            writer.WriteNumber("batchSize", records.Count);
            writer.WriteString("streamArn", streamArn);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, Record record, string streamArn)
    {
        writer.WriteStartObject();
        writer.WriteString("eventID", record.EventID);
        writer.WriteString("eventName", record.EventName);
        writer.WriteString("eventVersion", record.EventVersion);
        writer.WriteString("eventSource", record.EventSource);
        writer.WriteString("awsRegion", record.AwsRegion);
        writer.WritePropertyName("dynamodb");
        JsonShapeWriter.Write(writer, record.Dynamodb!);
        if (record.UserIdentity is { } identity)
        {
            writer.WriteStartObject("userIdentity");
            writer.WriteString("type", identity.Type);
            writer.WriteString("principalId", identity.PrincipalId);
            writer.WriteEndObject();
        }

        writer.WriteString("eventSourceARN", streamArn);
        writer.WriteEndObject();
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
