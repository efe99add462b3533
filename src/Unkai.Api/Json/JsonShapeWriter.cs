using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using Unkai.Api.Contracts;

namespace Unkai.Api.Json;

/// <summary>Shapes to JSON, driven by the contract.</summary>
public static class JsonShapeWriter
{
    /// <summary>Escapes what JSON must have escaped and no more, as AWS does.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = 1000 };

    /// <summary>Writes the shape as an object. Members outside the body, payload streams and event streams are left out of the wire's form.</summary>
    public static void Write(Utf8JsonWriter writer, Shape shape, JsonForm form = JsonForm.Wire)
    {
        writer.WriteStartObject();
        WriteMembers(writer, shape, form);
        writer.WriteEndObject();
    }

    /// <summary>Writes the members without the braces around them.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, Shape shape, JsonForm form)
    {
        var members = shape.Contract.Members;
        for (var slot = shape.NextSet(0); slot >= 0; slot = shape.NextSet(slot + 1))
        {
            var member = members[slot];
            var value = shape.GetValue(slot);
            if ((form == JsonForm.Wire && member.Location != MemberLocation.Body) || (value.Reference is not Shape && member.Kind == ShapeKind.Structure) || value.Reference is Payload)
            {
                continue;
            }

            writer.WritePropertyName(form == JsonForm.Plain ? member.PlainJsonName : member.JsonName);
            WriteValue(writer, member, value, form);
        }
    }

    /// <summary>Writes one value of a member's kind.</summary>
    public static void WriteValue(Utf8JsonWriter writer, MemberContract member, in ShapeValue value, JsonForm form = JsonForm.Wire)
    {
        switch (member.Kind)
        {
            case ShapeKind.Structure: Write(writer, (Shape)value.Reference!, form); break;
            case ShapeKind.List or ShapeKind.Map when value.Reference is DeferredValue { WritesJson: true } deferred: deferred.WriteJson(writer); break;
            case ShapeKind.List: WriteList(writer, (ListContract)member.Shape, (IList)Made(value), form); break;
            case ShapeKind.Map: WriteMap(writer, (MapContract)member.Shape, (IDictionary)Made(value), form); break;
            case ShapeKind.String: writer.WriteStringValue(value.String); break;
            case ShapeKind.Blob: writer.WriteBase64StringValue(value.Blob.Span); break;
            case ShapeKind.Boolean: writer.WriteBooleanValue(value.Boolean); break;
            case ShapeKind.Integer or ShapeKind.Long: writer.WriteNumberValue(value.Bits); break;
            case ShapeKind.Float when float.IsFinite(value.Single): writer.WriteNumberValue(value.Single); break;
            case ShapeKind.Double when double.IsFinite(value.Double): writer.WriteNumberValue(value.Double); break;
            case ShapeKind.Float: WriteNotFinite(writer, value.Single); break;
            case ShapeKind.Double: WriteNotFinite(writer, value.Double); break;
            case ShapeKind.Timestamp: WriteTimestamp(writer, form == JsonForm.Plain ? TimestampFormat.Iso8601 : member.TimestampFormat, value.Timestamp); break;
            default: writer.WriteRawValue(((Document)value.Reference!).Utf8.Span, skipInputValidation: true); break;
        }
    }

    private static object Made(in ShapeValue value) => value.Reference is DeferredValue deferred ? deferred.Make() : value.Reference!;

    private static void WriteList(Utf8JsonWriter writer, ListContract contract, IList list, JsonForm form)
    {
        writer.WriteStartArray();
        for (var i = 0; i < list.Count; i++)
        {
            WriteValue(writer, contract.Element, ShapeCollections.Get(list, contract.Element.Kind, i), form);
        }

        writer.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter writer, MapContract contract, IDictionary map, JsonForm form)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in ShapeCollections.Entries(map, contract.Value.Kind))
        {
            writer.WritePropertyName(key);
            WriteValue(writer, contract.Value, value, form);
        }

        writer.WriteEndObject();
    }

    private static void WriteNotFinite(Utf8JsonWriter writer, double value) =>
        writer.WriteStringValue(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "Infinity"u8 : "-Infinity"u8);

    private static void WriteTimestamp(Utf8JsonWriter writer, TimestampFormat format, DateTimeOffset time)
    {
        if (format is TimestampFormat.Iso8601 or TimestampFormat.Rfc822)
        {
            writer.WriteStringValue(Timestamps.Format(time, format));
            return;
        }

        var milliseconds = time.ToUnixTimeMilliseconds();
        if (milliseconds % 1000 == 0)
        {
            writer.WriteNumberValue(milliseconds / 1000);
        }
        else
        {
            writer.WriteNumberValue(milliseconds / 1000m);
        }
    }
}
