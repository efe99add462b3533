using System.Globalization;
using System.Text.Json;

namespace Unkai.Compute;

/// <summary>Errors that Lambda itself reports for a function, as it words them.</summary>
internal static class ErrorPayloads
{
    public static string TimedOut(TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"Task timed out after {timeout.TotalSeconds:F2} seconds");

    public static string TooLarge(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"Response payload size ({bytes} bytes) exceeded maximum allowed payload size ({FunctionPool.ResponseBytesMax} bytes).");

    /// <param name="exitStatus">128 and the signal's number when a signal ended it.</param>
    public static string Exited(int exitStatus) => exitStatus switch
    {
        0 => "Runtime exited without providing a reason",
        > 128 and < 128 + 65 => "Runtime exited with error: signal: " + SignalName(exitStatus - 128),
        _ => string.Create(CultureInfo.InvariantCulture, $"Runtime exited with error: exit status {exitStatus}"),
    };

    /// <summary><c>{"errorType":…,"errorMessage":"RequestId: … Error: …"}</c>.</summary>
    public static byte[] ForRequest(string errorType, string requestId, string message) => Json(errorType, $"RequestId: {requestId} Error: {message}");

    public static byte[] Json(string errorType, string message)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("errorType"u8, errorType);
            writer.WriteString("errorMessage"u8, message);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <returns>The <c>errorType</c> of an error document that the function sent; null when it has none.</returns>
    public static string? TypeOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("errorType"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }
        }
        catch (JsonException)
        {
            // A custom runtime may send anything.
        }

        return null;
    }

    // As Go's syscall package, in which Lambda's supervisor is written, names them on Linux.
    private static string SignalName(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 => "user defined signal 1",
        11 => "segmentation fault",
        12 => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };
}
