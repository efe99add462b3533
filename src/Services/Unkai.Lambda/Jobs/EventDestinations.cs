using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Unkai.Api.Lambda;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Compute;
using Unkai.Lambda.Invocations;
using Unkai.Lambda.Model;

namespace Unkai.Lambda.Jobs;

/// <summary>Where outcomes of event invocations go, as the function's role: destinations and the dead-letter queue.</summary>
/// <remarks>Sources: Lambda developer guide, "Capturing records of Lambda asynchronous invocations" and "Adding a dead-letter queue".</remarks>
internal static class EventDestinations
{
    private const int ErrorMessageBytesMax = 1024;

    internal static async ValueTask SendSuccessAsync(
        Call call, InvocationTarget target, AsyncEvent accepted, EventInvokeRecord? rules, ReadOnlyMemory<byte> payload, InvocationResult result)
    {
        if (rules?.OnSuccess is { } destination)
        {
            await SendAsync(call, target, destination, Record(call, target, accepted.RequestId, "Success", accepted.Failures + 1, payload, result));
        }
    }

    internal static async ValueTask SendFailureAsync(
        Call call, InvocationTarget target, AsyncEvent failed, EventInvokeRecord? rules, ReadOnlyMemory<byte> payload, string condition, InvocationResult? result)
    {
        if (rules?.OnFailure is { } destination)
        {
            await SendAsync(call, target, destination, Record(call, target, failed.RequestId, condition, failed.Failures, payload, result));
        }

        if (target.Version.DeadLetterTarget is { } queue)
        {
            var answer = result?.Payload ?? default;
            var message = Encoding.UTF8.GetString(answer.Span[..Math.Min(answer.Length, ErrorMessageBytesMax)]);
            await Roles.CallAs(call, target.Version.Role, target.Reference.Name).Sqs.SendMessageAsync(new SendMessageRequest
            {
                QueueUrl = QueueUrlOf(call, Arn.Parse(queue)!.Value),
                MessageBody = payload.IsEmpty ? "{}" : Encoding.UTF8.GetString(payload.Span),
                MessageAttributes = new Dictionary<string, MessageAttributeValue>
                {
                    ["RequestID"] = new() { DataType = "String", StringValue = failed.RequestId },
                    ["ErrorCode"] = new() { DataType = "Number", StringValue = "200" },
                    ["ErrorMessage"] = new() { DataType = "String", StringValue = message.Length == 0 ? condition : message },
                },
            });
        }
    }

    /// <summary>A queue's URL as this cloud gives it out.</summary>
    internal static string QueueUrlOf(Call call, Arn queue) => $"{call.Origin.BaseAddress}/{queue.Account}/{queue.Resource}";

    private static async ValueTask SendAsync(Call call, InvocationTarget target, string destination, byte[] record)
    {
        var arn = Arn.Parse(destination)!.Value;
        var asRole = Roles.CallAs(call, target.Version.Role, target.Reference.Name);
        if (arn.Service == "sqs")
        {
            await asRole.Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = QueueUrlOf(call, arn), MessageBody = Encoding.UTF8.GetString(record) });
            return;
        }

        await asRole.Lambda.InvokeAsync(new InvocationRequest { FunctionName = destination, InvocationType = InvocationType.Event, Payload = record });
    }

    private static byte[] Record(Call call, InvocationTarget target, string requestId, string condition, int runs, ReadOnlyMemory<byte> payload, InvocationResult? result)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("version", "1.0");
            writer.WriteString("timestamp", call.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteStartObject("requestContext");
            writer.WriteString("requestId", requestId);
            writer.WriteString("functionArn", $"{target.Reference.FunctionArn}:{target.Reference.Qualifier ?? FunctionReference.Latest}");
            writer.WriteString("condition", condition);
            writer.WriteNumber("approximateInvokeCount", runs);
            writer.WriteEndObject();
            writer.WritePropertyName("requestPayload");
            writer.WriteRawValue(payload.IsEmpty ? "{}"u8 : payload.Span, skipInputValidation: true);
            if (result is not null)
            {
                writer.WriteStartObject("responseContext");
                writer.WriteNumber("statusCode", 200);
                writer.WriteString("executedVersion", Functions.TextOf(target.Version.Number));
                if (result.FunctionError is { } error)
                {
                    writer.WriteString("functionError", error);
                }

                writer.WriteEndObject();
                writer.WritePropertyName("responsePayload");
                writer.WriteRawValue(result.Payload.IsEmpty ? "null"u8 : result.Payload.Span, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
