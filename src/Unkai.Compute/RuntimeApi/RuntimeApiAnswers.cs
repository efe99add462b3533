using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Unkai.Compute;

/// <summary>The Runtime API's answers as bytes.</summary>
internal static class RuntimeApiAnswers
{
    public static ReadOnlySpan<byte> Continue => "HTTP/1.1 100 Continue\r\n\r\n"u8;

    public static ReadOnlySpan<byte> Accepted =>
        "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"status\":\"OK\"}\n"u8;

    public static byte[] BadRequest() => Error("400 Bad Request", "InvalidRequest", "The request is no HTTP/1.1 request", close: true);

    public static byte[] InvalidRequestId() => Error("400 Bad Request", "InvalidRequestID", "Invalid request ID");

    public static byte[] InvalidState(string operation) =>
        Error("403 Forbidden", "InvalidStateTransition", $"{operation} is not allowed in the environment's present state");

    public static byte[] TooLarge() => Error(
        "413 Payload Too Large", "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({FunctionPool.ResponseBytesMax} bytes).");

    public static byte[] NotImplemented(string target) =>
        Error("404 Not Found", "NotImplemented", $"Unkai's Runtime API has no operation {target}");

    /// <summary>The head of an event; <paramref name="writer"/> takes it.</summary>
    public static void WriteEventHead(IBufferWriter<byte> writer, InvokeContext context, long deadlineMs, int payloadBytes)
    {
        writer.Write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: "u8);
        WriteValue(writer, context.RequestId);
        writer.Write("\r\nLambda-Runtime-Deadline-Ms: "u8);
        WriteNumber(writer, deadlineMs);
        writer.Write("\r\nLambda-Runtime-Invoked-Function-Arn: "u8);
        WriteValue(writer, context.InvokedFunctionArn);
        WriteOptional(writer, "\r\nLambda-Runtime-Trace-Id: "u8, context.TraceId);
        WriteOptional(writer, "\r\nLambda-Runtime-Client-Context: "u8, context.ClientContext);
        WriteOptional(writer, "\r\nLambda-Runtime-Cognito-Identity: "u8, context.CognitoIdentity);
        writer.Write("\r\nContent-Length: "u8);
        WriteNumber(writer, payloadBytes);
        writer.Write("\r\n\r\n"u8);
    }

    private static byte[] Error(string status, string type, string message, bool close = false)
    {
        var body = $"{{\"errorMessage\":\"{JsonEncodedText.Encode(message)}\",\"errorType\":\"{type}\"}}\n";
        var head = $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{(close ? "Connection: close\r\n" : "")}Content-Length: {body.Length}\r\n\r\n";
        return Encoding.ASCII.GetBytes(head + body);
    }

    private static void WriteOptional(IBufferWriter<byte> writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.Write(name);
            WriteValue(writer, value);
        }
    }

    private static void WriteValue(IBufferWriter<byte> writer, string value)
    {
        var target = writer.GetSpan(Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, target);
        for (var i = 0; i < written; i++)
        {
            // A line break or control character in a value would end the header: JSON means the same with a space there.
            target[i] = target[i] < ' ' || target[i] == 0x7F ? (byte)' ' : target[i];
        }

        writer.Advance(written);
    }

    private static void WriteNumber(IBufferWriter<byte> writer, long number)
    {
        var target = writer.GetSpan(20);
        number.TryFormat(target, out var written, provider: CultureInfo.InvariantCulture);
        writer.Advance(written);
    }
}
