using System.Text;
using Unkai.Api.Contracts;

namespace Unkai.ContractImporter;

/// <summary>A line of a contract and the lines that are indented below it.</summary>
internal sealed class Entry(params string[] words)
{
    /// <summary>What the line starts with, without names: kind, name, type.</summary>
    public List<string> Words { get; } = [.. words];

    /// <summary>Name to value; a null value is a flag. In the order of their writing.</summary>
    public SortedDictionary<string, string?> Facts { get; } = new(StringComparer.Ordinal);

    public List<Entry> Children { get; } = [];

    public Entry With(string fact, string? value = null)
    {
        Facts[fact] = value;
        return this;
    }

    public void Write(StringBuilder text, string indent)
    {
        text.Append(indent).AppendJoin(' ', Words.Select(ContractText.Quote));
        foreach (var (name, value) in Facts)
        {
            text.Append(' ').Append(name);
            if (value is not null)
            {
                text.Append('=').Append(ContractText.Quote(value));
            }
        }

        text.Append('\n');
        foreach (var child in Children)
        {
            child.Write(text, indent + "  ");
        }
    }
}
