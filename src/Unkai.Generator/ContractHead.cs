using System;
using System.Collections.Generic;
using System.Linq;
using Unkai.Api.Contracts;

namespace Unkai.Generator;

/// <summary>The service lines of a contract.</summary>
internal sealed class ContractHead : IEquatable<ContractHead>
{
    private readonly string _identity;
    private readonly Dictionary<string, string> _facts;

    private ContractHead(string name, string types, Dictionary<string, string> facts)
    {
        Name = name;
        Types = types;
        _facts = facts;
        _identity = name + "|" + types + "|" + string.Join("|", facts.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Key + "=" + f.Value));
    }

    public string Name { get; }

    public string Types { get; }

    public string? this[string fact] => _facts.TryGetValue(fact, out var value) ? value : null;

    public static ContractHead Read(ContractFile file)
    {
        var text = new ContractText(file.Text);
        var facts = new Dictionary<string, string>();
        while (text.Read() && (text.IsIndented || text[0] == "service"))
        {
            if (text.IsIndented)
            {
                facts[text[0]] = string.Join(" ", text.Facts.Skip(1).Select(f => f.Key));
            }
        }

        return new ContractHead(file.Name, file.Types, facts);
    }

    public bool Equals(ContractHead? other) => other is not null && _identity == other._identity;

    public override bool Equals(object? obj) => Equals(obj as ContractHead);

    public override int GetHashCode() => _identity.GetHashCode();
}
