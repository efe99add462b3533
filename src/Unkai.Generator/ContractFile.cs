using System;

namespace Unkai.Generator;

/// <summary>A contract's name, the C# name of its types (empty when it has none), and its text. Equal when all three are.</summary>
internal sealed class ContractFile(string name, string types, string text) : IEquatable<ContractFile>
{
    public string Name { get; } = name;

    public string Types { get; } = types;

    public string Text { get; } = text;

    public bool Equals(ContractFile? other) => other is not null && Name == other.Name && Types == other.Types && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as ContractFile);

    public override int GetHashCode() => Name.GetHashCode();
}
