using Unkai.Api.Contracts;

namespace Unkai.ContractImporter;

/// <summary>Facts that the model lacks, kept by hand. One that the model has meanwhile learned is refused, so that the file stays honest.</summary>
internal static class ExtraFacts
{
    public static void Merge(ModelLines lines, string extra)
    {
        var text = new ContractText(extra);
        Entry? open = null;
        var only = new HashSet<string>(StringComparer.Ordinal);
        while (text.Read())
        {
            var facts = text.Facts;
            if (!text.IsIndented)
            {
                open = Opening(lines, text);
                MergeFacts(open, facts.Skip(2), text.Line);
            }
            else if (open == lines.Service && text[0] == "only")
            {
                only.UnionWith(facts.Skip(1).Select(f => f.Key));
            }
            else if (open == lines.Service)
            {
                MergeServiceFact(open, facts, text.Line);
            }
            else if (open is { } parent && parent.Words[0] == "structure")
            {
                if (text[0][0] == '+')
                {
                    AddMember(parent, text);
                    continue;
                }

                var member = parent.Children.Find(m => m.Words[0] == text[0])
                    ?? throw new InvalidDataException($"extra, line {text.Line}: the model's {parent.Words[1]} has no member {text[0]}");
                MergeFacts(member, facts.Skip(1), text.Line);
            }
            else
            {
                open!.Children.Add(new Entry(text[0]));
            }
        }

        if (only.Count > 0)
        {
            var missing = only.Where(o => !lines.Operations.ContainsKey(o)).ToList();
            if (missing.Count > 0)
            {
                throw new InvalidDataException($"extra: no such operations: {string.Join(' ', missing)}");
            }

            foreach (var name in lines.Operations.Keys.Where(o => !only.Contains(o)).ToList())
            {
                lines.Operations.Remove(name);
            }
        }
    }

    /// <summary><c>+Name Shape facts</c>: a member that the service answers and the model does not know.</summary>
    private static void AddMember(Entry structure, ContractText text)
    {
        var name = text[0][1..];
        if (structure.Children.Exists(m => m.Words[0] == name))
        {
            throw new InvalidDataException($"extra, line {text.Line}: the model's {structure.Words[1]} has a member {name} itself");
        }

        var member = new Entry(name, text[1]);
        MergeFacts(member, text.Facts.Skip(2), text.Line);
        structure.Children.Add(member);
    }

    private static Entry Opening(ModelLines lines, ContractText text)
    {
        if (text[0] == "service")
        {
            return lines.Service;
        }

        var known = text[0] == "operation" ? lines.Operations : lines.Shapes;
        return known.TryGetValue(text[1], out var entry) && entry.Words[0] == text[0]
            ? entry
            : throw new InvalidDataException($"extra, line {text.Line}: the model has no {text[0]} {text[1]}");
    }

    private static void MergeServiceFact(Entry service, List<KeyValuePair<string, string?>> facts, int line)
    {
        var replaces = facts[0].Key[0] == '!';
        var name = facts[0].Key.TrimStart('!');
        var known = service.Children.Find(f => f.Words[0] == name);
        if (known is not null != replaces)
        {
            throw new InvalidDataException($"extra, line {line}: the model {(replaces ? "does not say" : "says")} '{name}' itself");
        }

        var entry = new Entry([name, .. facts.Skip(1).Select(f => f.Key)]);
        if (known is not null)
        {
            service.Children[service.Children.IndexOf(known)] = entry;
        }
        else
        {
            service.Children.Add(entry);
            service.Children.Sort((a, b) => string.CompareOrdinal(a.Words[0], b.Words[0]));
        }
    }

    private static void MergeFacts(Entry entry, IEnumerable<KeyValuePair<string, string?>> facts, int line)
    {
        foreach (var (fact, value) in facts)
        {
            var name = fact.TrimStart('!');
            if (entry.Facts.ContainsKey(name) != (fact[0] == '!'))
            {
                throw new InvalidDataException($"extra, line {line}: the model {(fact[0] == '!' ? "does not say" : "says")} '{name}' itself");
            }

            entry.With(name, value);
        }
    }
}
