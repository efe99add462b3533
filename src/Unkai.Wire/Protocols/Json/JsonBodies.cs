using System.Text.Json;
using Unkai.Api;
using Unkai.Api.Contracts;
using Unkai.Api.Json;

namespace Unkai.Wire.Protocols.Json;

/// <summary>What awsJson and restJson share.</summary>
internal static class JsonBodies
{
    [ThreadStatic]
    private static Utf8JsonWriter? s_writer;

    public static void Write(Shape shape, PooledBuffer output)
    {
        var writer = Rent(output);
        JsonShapeWriter.Write(writer, shape);
        Return(writer);
    }

    public static void WriteValue(MemberContract member, in ShapeValue value, PooledBuffer output)
    {
        var writer = Rent(output);
        JsonShapeWriter.WriteValue(writer, member, value);
        Return(writer);
    }

    /// <summary>An error; <paramref name="type"/> is awsJson's <c>__type</c>, null in restJson.</summary>
    public static void WriteError(ServiceContract? service, AwsError error, string? type, PooledBuffer output)
    {
        var contract = error.Detail?.Contract ?? service?.FindError(error.Code);
        var writer = Rent(output);
        writer.WriteStartObject();
        if (type is not null)
        {
            writer.WriteString("__type"u8, type);
        }

        var message = contract is null ? null : Find(contract, "message");
        if (type is null && contract is not null && Find(contract, "Type") is { Kind: ShapeKind.String } fault && error.Detail?.Has(fault.Slot) is not true)
        {
            writer.WriteString(fault.JsonName, error.IsSender ? "User" : "Service");
        }

        if (message is null || error.Detail?.Has(message.Slot) is not true)
        {
            writer.WriteString(message?.JsonName ?? JsonEncodedText.Encode("message"u8), error.Message);
        }

        if (error.Detail is { } detail)
        {
            JsonShapeWriter.WriteMembers(writer, detail, JsonForm.Wire);
        }

        writer.WriteEndObject();
        Return(writer);
    }

    public static MemberContract? Find(StructureContract contract, string name)
    {
        foreach (var member in contract.Members)
        {
            if (string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return member;
            }
        }

        return null;
    }

    private static Utf8JsonWriter Rent(PooledBuffer output)
    {
        var writer = s_writer;
        if (writer is null)
        {
            return new Utf8JsonWriter(output, JsonShapeWriter.Options);
        }

        s_writer = null;
        writer.Reset(output);
        return writer;
    }

    private static void Return(Utf8JsonWriter writer)
    {
        writer.Flush();
        s_writer = writer;
    }
}
