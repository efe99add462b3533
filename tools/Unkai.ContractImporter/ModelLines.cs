using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Unkai.ContractImporter;

/// <summary>A model as the lines of a contract.</summary>
internal sealed class ModelLines
{
    private const int MaxMembers = 128;

    private ModelLines(string name) => Service = new Entry("service", name);

    public Entry Service { get; }

    public SortedDictionary<string, Entry> Operations { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Entry> Shapes { get; } = new(StringComparer.Ordinal);

    public static ModelLines Of(string name, JsonElement model)
    {
        var lines = new ModelLines(name);
        lines.ReadService(model.GetProperty("metadata"));
        foreach (var shape in model.GetProperty("shapes").EnumerateObject())
        {
            lines.Shapes.Add(shape.Name, ShapeLines.Of(shape.Name, shape.Value, lines.CodeIsQuerys));
        }

        foreach (var operation in model.GetProperty("operations").EnumerateObject())
        {
            lines.ReadOperation(operation.Name, operation.Value);
        }

        return lines;
    }

    /// <summary>Whether the model's error codes are the Query protocol's and not every protocol's.</summary>
    private bool CodeIsQuerys { get; set; }

    public void DropUnreachable()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (var operation in Operations.Values)
        {
            pending.Push(operation.Facts["in"]!);
            pending.Push(operation.Facts["out"]!);
            operation.Children.ForEach(e => pending.Push(e.Words[0]));
        }

        foreach (var (name, shape) in Shapes)
        {
            // Errors that no operation lists occur all the same.
            if (shape.Facts.ContainsKey("error"))
            {
                pending.Push(name);
            }
        }

        while (pending.TryPop(out var name))
        {
            if (!reached.Add(name))
            {
                continue;
            }

            var shape = Shapes[name];
            foreach (var word in shape.Words.Skip(2))
            {
                pending.Push(word);
            }

            if (shape.Words[0] == "structure")
            {
                shape.Children.ForEach(m => pending.Push(m.Words[1]));
                if (shape.Children.Count > MaxMembers)
                {
                    throw new InvalidDataException($"{name} has more than {MaxMembers} members, for which Shape has no slots.");
                }
            }
        }

        foreach (var name in Shapes.Keys.Where(n => !reached.Contains(n)).ToList())
        {
            Shapes.Remove(name);
        }
    }

    public string ToText()
    {
        var text = new StringBuilder("# Imported by tools/Unkai.ContractImporter; not to be edited. What the model lacks stands in the .extra beside it.\n");
        Service.Write(text, "");
        foreach (var entry in Operations.Values.Concat(Shapes.Values))
        {
            entry.Write(text, "");
        }

        return text.ToString();
    }

    private void ReadService(JsonElement metadata)
    {
        string? Text(string name) => metadata.TryGetProperty(name, out var value) ? value.GetString() : null;
        var protocols = metadata.TryGetProperty("protocols", out var several)
            ? several.EnumerateArray().Select(p => p.GetString()!).ToList()
            : [Text("protocol")!];
        var isQueryCompatible = metadata.TryGetProperty("awsQueryCompatible", out _);
        CodeIsQuerys = isQueryCompatible || !protocols.Any(p => p is "query" or "ec2");
        Fact("apiVersion", Text("apiVersion"));
        Fact("endpointPrefix", Text("endpointPrefix"));
        Fact("id", Text("serviceId"));
        Fact("jsonVersion", Text("jsonVersion"));
        var line = new Entry("protocols");
        line.Words.AddRange(protocols.Select(p => p switch
        {
            "json" => "json",
            "query" => "query",
            "ec2" => "ec2",
            "rest-json" => "restJson",
            "rest-xml" => "restXml",
            "smithy-rpc-v2-cbor" => "cbor",
            _ => throw new InvalidDataException($"unknown protocol {p}"),
        }));
        Service.Children.Add(line);
        if (isQueryCompatible)
        {
            Service.Children.Add(new Entry("queryCompatible"));
        }

        Fact("signingName", Text("signingName") ?? Text("endpointPrefix"));
        Fact("targetPrefix", Text("targetPrefix"));
        Fact("xmlNamespace", Text("xmlNamespace"));

        void Fact(string name, string? value)
        {
            if (value is not null)
            {
                Service.Children.Add(new Entry(name, value));
            }
        }
    }

    private void ReadOperation(string name, JsonElement model)
    {
        var http = model.GetProperty("http");
        var entry = new Entry("operation", name, http.GetProperty("method").GetString()!, http.GetProperty("requestUri").GetString()!);
        Operations.Add(name, entry);
        if (http.TryGetProperty("responseCode", out var code) && code.GetInt32() != 200)
        {
            entry.With("code", code.GetInt32().ToString(CultureInfo.InvariantCulture));
        }

        entry.With("in", Structure(model, "input", name + "Request"));
        entry.With("out", Structure(model, "output", name + "Response"));
        if (model.TryGetProperty("output", out var output) && output.TryGetProperty("resultWrapper", out var wrapper))
        {
            entry.With("wrapper", wrapper.GetString());
        }

        if (model.TryGetProperty("input", out var input))
        {
            if (input.TryGetProperty("locationName", out var root))
            {
                entry.With("xmlName", root.GetString());
            }

            if (input.TryGetProperty("xmlNamespace", out var ns))
            {
                entry.With("ns", ShapeLines.NamespaceUri(ns));
            }
        }

        if (model.TryGetProperty("errors", out var errors))
        {
            entry.Children.AddRange(errors.EnumerateArray().Select(e => e.GetProperty("shape").GetString()!).Order(StringComparer.Ordinal).Select(e => new Entry(e)));
        }

        ReadOperationTraits(entry, model);
    }

    private static void ReadOperationTraits(Entry entry, JsonElement model)
    {
        foreach (var trait in model.EnumerateObject())
        {
            switch (trait.Name)
            {
                case "authtype" when trait.Value.GetString() == "none": entry.With("auth", "none"); break;
                case "authtype" or "unsignedPayload": entry.With("auth", "unsignedBody"); break;
                case "auth" when trait.Value.EnumerateArray().Any(a => a.GetString() == "smithy.api#noAuth"): entry.With("auth", "none"); break;
                case "endpoint": entry.With("hostPrefix", trait.Value.GetProperty("hostPrefix").GetString()); break;
                case "readonly" or "idempotent" or "deprecated" when trait.Value.ValueKind == JsonValueKind.True: entry.With(trait.Name); break;
                case "requestcompression": entry.With("gzip"); break;
                case "httpChecksumRequired": entry.With("checksumRequired"); break;
                case "httpChecksum": ReadChecksum(entry, trait.Value); break;
                default: break;
            }
        }
    }

    private static void ReadChecksum(Entry entry, JsonElement checksum)
    {
        foreach (var fact in checksum.EnumerateObject())
        {
            switch (fact.Name)
            {
                case "requestAlgorithmMember": entry.With("checksumAlgorithm", fact.Value.GetString()); break;
                case "requestValidationModeMember": entry.With("validationMode", fact.Value.GetString()); break;
                case "requestChecksumRequired" when fact.Value.GetBoolean(): entry.With("checksumRequired"); break;
                case "responseAlgorithms": entry.With("responseChecksums", string.Join(',', fact.Value.EnumerateArray().Select(a => a.GetString()))); break;
                default: break;
            }
        }
    }

    private string Structure(JsonElement operation, string role, string emptyName)
    {
        if (operation.TryGetProperty(role, out var reference))
        {
            return reference.GetProperty("shape").GetString()!;
        }

        if (!Shapes.TryAdd(emptyName, new Entry("structure", emptyName).With("synthetic")))
        {
            throw new InvalidDataException($"{emptyName} exists and cannot stand for a missing {role}.");
        }

        return emptyName;
    }
}
