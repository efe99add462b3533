using System.Text.Json;

namespace Unkai.ContractImporter;

/// <summary>A shape of a model as lines.</summary>
internal static class ShapeLines
{
    public static Entry Of(string name, JsonElement model, bool codeIsQuerys)
    {
        var type = model.GetProperty("type").GetString()!;
        var entry = type switch
        {
            "structure" when model.TryGetProperty("document", out var document) && document.GetBoolean() => new Entry("document", name),
            "structure" => Structure(name, model, codeIsQuerys),
            "list" => List(name, model),
            "map" => Map(name, model),
            "character" => new Entry("string", name),
            "bigdecimal" or "biginteger" => throw new InvalidDataException($"{name}: {type} is not known"),
            _ => new Entry(type, name),
        };
        foreach (var trait in model.EnumerateObject())
        {
            switch (trait.Name)
            {
                case "flattened" or "sensitive" or "streaming" when trait.Value.GetBoolean(): entry.With(trait.Name); break;
                case "pattern": entry.With("pattern", trait.Value.GetString()); break;
                case "timestampFormat": entry.With("format", trait.Value.GetString()); break;
                case "min" or "max": entry.With(trait.Name, trait.Value.GetRawText()); break;
                case "enum": entry.Children.AddRange(trait.Value.EnumerateArray().Select(v => v.GetString()!).Order(StringComparer.Ordinal).Select(v => new Entry(v))); break;
                default: break;
            }
        }

        return entry;
    }

    public static string? NamespaceUri(JsonElement ns) =>
        ns.ValueKind == JsonValueKind.String ? ns.GetString() : ns.GetProperty("uri").GetString();

    private static Entry Structure(string name, JsonElement model, bool codeIsQuerys)
    {
        var entry = new Entry("structure", name);
        var payload = model.TryGetProperty("payload", out var p) ? p.GetString() : null;
        var required = model.TryGetProperty("required", out var r) ? r.EnumerateArray().Select(m => m.GetString()).ToHashSet() : [];
        var members = model.GetProperty("members").EnumerateObject().ToList();
        if (model.TryGetProperty("xmlOrder", out var order))
        {
            var places = order.EnumerateArray().Select(m => m.GetString()).ToList();
            members = [.. members.OrderBy(m => places.IndexOf(m.Name) is var place and >= 0 ? place : int.MaxValue)];
        }

        foreach (var member in members)
        {
            var line = new Entry(member.Name, member.Value.GetProperty("shape").GetString()!);
            entry.Children.Add(line);
            if (member.Name == payload)
            {
                line.With("payload");
            }

            if (required.Contains(member.Name))
            {
                line.With("required");
            }

            ReadMember(line, member.Value);
        }

        foreach (var trait in model.EnumerateObject())
        {
            switch (trait.Name)
            {
                case "exception" when trait.Value.GetBoolean(): entry.With("error"); break;
                case "fault" when trait.Value.GetBoolean(): entry.Facts.TryAdd("status", "500"); break;
                case "error": ReadError(entry, trait.Value, codeIsQuerys); break;
                case "union" or "eventstream" or "event" when trait.Value.GetBoolean(): entry.With(trait.Name); break;
                case "locationName": entry.With("xmlName", trait.Value.GetString()); break;
                case "xmlNamespace": ReadNamespace(entry, trait.Value); break;
                default: break;
            }
        }

        return entry;
    }

    private static void ReadError(Entry entry, JsonElement error, bool codeIsQuerys)
    {
        if (error.TryGetProperty("code", out var code) && code.GetString() != entry.Words[1])
        {
            entry.With(codeIsQuerys ? "queryCode" : "code", code.GetString());
        }

        if (error.TryGetProperty("httpStatusCode", out var status) && status.GetInt32() != 400)
        {
            entry.With("status", status.GetRawText());
        }

        if (error.TryGetProperty("senderFault", out var sender) && sender.GetBoolean())
        {
            entry.With("sender");
        }
    }

    private static void ReadMember(Entry line, JsonElement model)
    {
        var name = model.TryGetProperty("locationName", out var n) ? n.GetString() : null;
        var location = model.TryGetProperty("location", out var l) ? l.GetString() : null;
        switch (location)
        {
            case null when name is not null && name != line.Words[0]: line.With("name", name); break;
            case null: break;
            case "header": line.With("header", name ?? line.Words[0]); break;
            case "headers": line.With("headers", name ?? ""); break;
            case "uri": line.With("uri", name ?? line.Words[0]); break;
            case "querystring": line.With("query", name ?? line.Words[0]); break;
            case "statusCode": line.With("status"); break;
            default: throw new InvalidDataException($"{line.Words[0]}: location {location} is not known");
        }

        foreach (var trait in model.EnumerateObject())
        {
            switch (trait.Name)
            {
                case "streaming" or "flattened" or "xmlAttribute" or "idempotencyToken" or "hostLabel" or "jsonvalue" or "eventpayload"
                    or "eventheader" or "deprecated" or "sensitive" when trait.Value.ValueKind == JsonValueKind.True:
                    line.With(trait.Name);
                    break;
                case "queryName": line.With("queryName", trait.Value.GetString()); break;
                case "timestampFormat": line.With("format", trait.Value.GetString()); break;
                case "xmlNamespace": ReadNamespace(line, trait.Value); break;
                default: break;
            }
        }
    }

    private static void ReadNamespace(Entry entry, JsonElement ns)
    {
        entry.With("ns", NamespaceUri(ns));
        if (ns.ValueKind == JsonValueKind.Object && ns.TryGetProperty("prefix", out var prefix))
        {
            entry.With("nsPrefix", prefix.GetString());
        }
    }

    private static Entry List(string name, JsonElement model)
    {
        var member = model.GetProperty("member");
        var entry = new Entry("list", name, member.GetProperty("shape").GetString()!);
        return member.TryGetProperty("locationName", out var element) ? entry.With("element", element.GetString()) : entry;
    }

    private static Entry Map(string name, JsonElement model)
    {
        var (key, value) = (model.GetProperty("key"), model.GetProperty("value"));
        var entry = new Entry("map", name, key.GetProperty("shape").GetString()!, value.GetProperty("shape").GetString()!);
        if (key.TryGetProperty("locationName", out var keyName))
        {
            entry.With("key", keyName.GetString());
        }

        if (value.TryGetProperty("locationName", out var valueName))
        {
            entry.With("value", valueName.GetString());
        }

        return entry;
    }
}
