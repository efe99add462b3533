using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;

namespace Unkai.Cloud;

/// <summary>A call whose service and operation are names and whose request and response are JSON.</summary>
internal static class NamedCall
{
    /// <summary>The most that a streamed body may hold to become part of a response, in bytes: the largest answer of a Lambda function.</summary>
    internal const int StreamedBytesMax = 6 * 1024 * 1024;

    internal static async ValueTask<Outcome<ReadOnlyMemory<byte>>> InvokeAsync(Call call, string service, string operation, ReadOnlyMemory<byte> json)
    {
        if (ContractCatalog.Find(service) is not { } contract)
        {
            return new AwsError("NotImplemented", 501, $"Unkai does not know a service '{service}'.");
        }

        if (operation.Length == 0 || contract.FindOperation(char.ToUpperInvariant(operation[0]) + operation[1..]) is not { } found)
        {
            return new AwsError("NotImplemented", 501, $"Unkai does not know an operation '{operation}' of {service}.");
        }

        var request = found.Input.New();
        if (JsonShapeReader.Read(json.Span, request, JsonForm.Plain) is { } problem)
        {
            return new AwsError(contract.MalformedErrorCode, 400, problem);
        }

        var outcome = await call.InvokeAsync(found, request);
        return outcome.IsError ? outcome.Error : await WriteAsync(found, outcome.Value, call.Cancellation);
    }

    private static async ValueTask<Outcome<ReadOnlyMemory<byte>>> WriteAsync(OperationContract operation, Shape response, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte>? streamed = null;
        if (operation.OutputPayload is { IsStreaming: true } member && response.Has(member.Slot) && response.GetValue(member.Slot).Reference is Payload payload)
        {
            await using (payload)
            {
                streamed = await payload.ReadAllAsync(StreamedBytesMax, cancellation);
            }

            if (streamed is null)
            {
                return new AwsError("ResponseTooLarge", 413, $"{operation.Name} answered with a body of more than {StreamedBytesMax} bytes.");
            }
        }

        var output = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(output, JsonShapeWriter.Options))
        {
            writer.WriteStartObject();
            JsonShapeWriter.WriteMembers(writer, response, JsonForm.Plain);
            if (streamed is { } body)
            {
                WriteBody(writer, operation.OutputPayload!, body.Span);
            }

            writer.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>Text where it is text; base64 where it is not.</summary>
    private static void WriteBody(Utf8JsonWriter writer, MemberContract member, ReadOnlySpan<byte> body)
    {
        writer.WritePropertyName(member.PlainJsonName);
        if (Utf8.IsValid(body))
        {
            writer.WriteStringValue(body);
        }
        else
        {
            writer.WriteBase64StringValue(body);
        }
    }
}
