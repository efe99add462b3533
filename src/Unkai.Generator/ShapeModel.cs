using System.Collections.Generic;

namespace Unkai.Generator;

/// <summary>One shape's lines.</summary>
internal sealed class ShapeModel(string kind, string name, KeyValuePair<string, string?>[] facts)
{
    public string Kind { get; } = kind;

    public string Name { get; } = name;

    public KeyValuePair<string, string?>[] Facts { get; } = facts;

    public List<KeyValuePair<string, string?>[]> Lines { get; } = new();

    public string TypeName { get; set; } = "";
}
