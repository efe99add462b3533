using System;
using System.Collections.Generic;
using System.Linq;
using Unkai.Api.Contracts;

namespace Unkai.Generator;

/// <summary>What the writers of types need of a contract: names and kinds, and no constraints. Lists number as in the contract's own reader.</summary>
internal sealed class ContractModel
{
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        "Contract", "Interleaved", "Has", "Clear", "NextSet", "IsEmpty", "MaxMembers", "ToString", "Equals", "GetHashCode", "GetType", "MemberwiseClone", "Finalize",
        "GetReference", "SetReference", "GetString", "SetString", "GetBoolean", "SetBoolean", "GetInt32", "SetInt32", "GetInt64", "SetInt64",
        "GetSingle", "SetSingle", "GetDouble", "SetDouble", "GetTimestamp", "SetTimestamp", "GetBlob", "SetBlob",
    };

    private readonly Dictionary<string, ShapeModel> _shapes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _typeNames = new(StringComparer.Ordinal);

    private ContractModel(ContractFile file)
    {
        File = file;
        _typeNames.Add(file.Types + "Contract");
        _typeNames.Add(file.Types + "Client");
        _typeNames.Add(file.Types + "Types");
    }

    public ContractFile File { get; }

    public List<(string Name, string Input, string Output, bool IsDeprecated)> Operations { get; } = new();

    public List<ShapeModel> Structures { get; } = new();

    public List<ShapeModel> Lists { get; } = new();

    public List<ShapeModel> Maps { get; } = new();

    public List<ShapeModel> Enums { get; } = new();

    public static ContractModel Read(ContractFile file)
    {
        var model = new ContractModel(file);
        var text = new ContractText(file.Text);
        ShapeModel? open = null;
        while (text.Read())
        {
            if (text.IsIndented)
            {
                open?.Lines.Add(text.Facts.ToArray());
            }
            else if (text[0] == "operation")
            {
                open = null;
                string Fact(string name) => text.Facts.First(f => f.Key == name).Value!;
                model.Operations.Add((text[1], Fact("in"), Fact("out"), text.Facts.Any(f => f.Key == "deprecated")));
            }
            else if (text[0] != "service")
            {
                open = new ShapeModel(text[0], text[1], text.Facts.Skip(2).ToArray());
                model._shapes.Add(open.Name, open);
            }
        }

        model.Sort();
        return model;
    }

    /// <summary>The C# type of a value of a shape, nowhere null.</summary>
    public string TypeOf(string shapeName)
    {
        var shape = _shapes[shapeName];
        return shape.Kind switch
        {
            "structure" => shape.TypeName,
            "list" => $"global::System.Collections.Generic.List<{TypeOf(shape.Facts[0].Key)}>",
            "map" => $"global::System.Collections.Generic.Dictionary<string, {TypeOf(shape.Facts[1].Key)}>",
            "string" => "string",
            "blob" => "global::System.ReadOnlyMemory<byte>",
            "boolean" => "bool",
            "integer" => "int",
            "long" => "long",
            "float" => "float",
            "double" => "double",
            "timestamp" => "global::System.DateTimeOffset",
            "document" => "global::Unkai.Api.Document",
            _ => throw new InvalidOperationException(shape.Kind),
        };
    }

    public ShapeModel Shape(string name) => _shapes[name];

    public string StructureType(string name) => _shapes[name].TypeName;

    /// <summary>The property of each member, in the order of slots.</summary>
    public static IEnumerable<(string Property, string Shape, bool IsStreaming)> Members(ShapeModel structure)
    {
        var used = new HashSet<string>(s_taken, StringComparer.Ordinal) { structure.TypeName };
        foreach (var line in structure.Lines)
        {
            var name = Names.Pascal(line[0].Key);
            while (!used.Add(name))
            {
                name += "Value";
            }

            yield return (name, line[1].Key, line.Any(f => f.Key == "streaming"));
        }
    }

    private void Sort()
    {
        foreach (var shape in _shapes.Values)
        {
            switch (shape.Kind)
            {
                case "structure": Structures.Add(shape); break;
                case "list": Lists.Add(shape); break;
                case "map": Maps.Add(shape); break;
                case "string" when shape.Lines.Count > 0: Enums.Add(shape); break;
                default: break;
            }
        }

        foreach (var shape in Structures.Concat(Enums))
        {
            var name = Names.Pascal(shape.Name);
            while (!_typeNames.Add(name))
            {
                name += "Shape";
            }

            shape.TypeName = name;
        }
    }
}
