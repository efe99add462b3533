using System.Text.Json;

namespace Unkai.Compute.DotNetBootstrap;

/// <summary>What Lambda's .NET runtime answers for an exception: errorType, errorMessage, stackTrace, cause.</summary>
internal static class ErrorDocument
{
    private const int CausesMax = 8;

    public static (string Type, byte[] Body) For(Exception failure)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Write(writer, failure, CausesMax);
        }

        return (TypeOf(failure), stream.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, Exception failure, int causesLeft)
    {
        writer.WriteStartObject();
        writer.WriteString("errorType", TypeOf(failure));
        writer.WriteString("errorMessage", failure.Message);
        writer.WriteStartArray("stackTrace");
        foreach (var line in (failure.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!line.Contains("Unkai.Compute.DotNetBootstrap", StringComparison.Ordinal))
            {
                writer.WriteStringValue(line);
            }
        }

        writer.WriteEndArray();
        if (failure.InnerException is { } cause && causesLeft > 0)
        {
            writer.WritePropertyName("cause");
            Write(writer, cause, causesLeft - 1);
        }

        writer.WriteEndObject();
    }

    private static string TypeOf(Exception failure) => failure is FaultException fault ? fault.Type : failure.GetType().Name;
}
