using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
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

    /// <summary>What is to be told of a success.</summary>
    internal static async ValueTask<IReadOnlyList<Delivery>> OfSuccessAsync(
        Call call, InvocationTarget target, AsyncEvent accepted, EventInvokeRecord? rules, ReadOnlyMemory<byte> payload, InvocationResult result) =>
        rules?.OnSuccess is { } destination
            ? [await ToAsync(call, target, destination, Record(call, target, accepted.RequestId, "Success", accepted.Failures + 1, payload, result))]
            : [];

    /// <summary>What is to be told of a failure.</summary>
    internal static async ValueTask<IReadOnlyList<Delivery>> OfFailureAsync(
        Call call, InvocationTarget target, AsyncEvent failed, EventInvokeRecord? rules, ReadOnlyMemory<byte> payload, string condition, InvocationResult? result)
    {
        var deliveries = new List<Delivery>();
        if (rules?.OnFailure is { } destination)
        {
            deliveries.Add(await ToAsync(call, target, destination, Record(call, target, failed.RequestId, condition, failed.Failures, payload, result)));
        }

        if (target.Version.DeadLetterTarget is { } queue)
        {
            var answer = result?.Payload ?? default;
            var message = Encoding.UTF8.GetString(answer.Span[..Math.Min(answer.Length, ErrorMessageBytesMax)]);
            deliveries.Add(await ToAsync(call, target, queue, payload.IsEmpty ? "{}"u8.ToArray() : payload) with
            {
                RequestId = failed.RequestId,
                ErrorMessage = message.Length == 0 ? condition : message,
            });
        }

        return deliveries;
    }

    /// <summary>A queue's URL as this cloud gives it out.</summary>
    internal static string QueueUrlOf(Call call, Arn queue) => $"{call.Origin.BaseAddress}/{queue.Account}/{queue.Resource}";

    private static async ValueTask<Delivery> ToAsync(Call call, InvocationTarget target, string destination, ReadOnlyMemory<byte> body) => new()
    {
        Account = target.Reference.Account.Value,
        Region = target.Reference.Region,
        Role = target.Version.Role,
        Function = target.Reference.Name,
        Target = destination,
        Body = (await call.Blobs.WriteAsync(body, call.Cancellation)).ToField(),
    };

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
