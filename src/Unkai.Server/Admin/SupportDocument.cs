using System.Text.Json;
using Unkai.Cloud;

namespace Unkai.Server.Admin;

/// <summary>Which operations are implemented, from the code itself: those that have a class.</summary>
internal static class SupportDocument
{
    internal static void Write(Utf8JsonWriter writer, ServiceCatalog services)
    {
        writer.WriteStartObject("services");
        foreach (var name in services.Names)
        {
            var service = services.Find(name)!;
            writer.WriteStartObject(name);
            writer.WriteString("id", service.Contract.ServiceId);
            writer.WriteStartArray("implemented");
            foreach (var operation in service.Contract.Operations)
            {
                if (service.Operations[operation.Index] is not null)
                {
                    writer.WriteStringValue(operation.Name);
                }
            }

            writer.WriteEndArray();
            writer.WriteStartArray("notImplemented");
            foreach (var operation in service.Contract.Operations)
            {
                if (service.Operations[operation.Index] is null)
                {
                    writer.WriteStringValue(operation.Name);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
