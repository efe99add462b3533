using System.Text.Json;

namespace Unkai.Server.Admin;

/// <summary>The support table as JSON.</summary>
internal static class SupportDocument
{
    internal static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("services");
        foreach (var row in SupportTable.Read())
        {
            writer.WriteStartObject(row.Service);
            WriteNames(writer, "implemented", row.Implemented);
            WriteNames(writer, "notImplemented", row.NotImplemented);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteNames(Utf8JsonWriter writer, string name, IReadOnlyList<string> operations)
    {
        writer.WriteStartArray(name);
        foreach (var operation in operations)
        {
            writer.WriteStringValue(operation);
        }

        writer.WriteEndArray();
    }
}
