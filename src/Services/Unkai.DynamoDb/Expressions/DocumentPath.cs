using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions;

/// <summary>The way from an item to a value in it: <c>a.#b[3]</c>. The first part is a name.</summary>
internal sealed class DocumentPath(IReadOnlyList<PathPart> parts)
{
    internal IReadOnlyList<PathPart> Parts { get; } = parts;

    internal bool IsTopLevel => Parts.Count == 1;

    /// <summary>An attribute by its own name.</summary>
    internal static DocumentPath Attribute(string name) => new([PathPart.Member(name)]);

    /// <summary>What is wrong with its placeholders; null when nothing is.</summary>
    internal string? Check(Placeholders placeholders)
    {
        for (var i = 0; i < Parts.Count; i++)
        {
            var part = Parts[i];
            if (part.IsPlaceholder && placeholders.Use(part) is null)
            {
                return ExpressionErrors.NameNotDefined(part.Name!);
            }
        }

        return null;
    }

    internal string AttributeName(Placeholders placeholders) => placeholders.NameOf(Parts[0]);

    /// <summary>The value there; null when there is none.</summary>
    internal Value? Find(MapValue item, Placeholders placeholders)
    {
        Value? value = item;
        for (var i = 0; i < Parts.Count && value is not null; i++)
        {
            var part = Parts[i];
            value = value switch
            {
                MapValue map when part.Name is not null => map[placeholders.NameOf(part)],
                ListValue list when part.Name is null && part.Index < list.Elements.Count => list.Elements[part.Index],
                _ => null,
            };
        }

        return value;
    }

    /// <summary>As AWS writes a path in a sentence: <c>[a, b, [3]]</c>.</summary>
    internal string Describe(Placeholders placeholders) =>
        "[" + string.Join(", ", Parts.Select(part => part.Name is null ? $"[{part.Index}]" : placeholders.NameOf(part))) + "]";
}
