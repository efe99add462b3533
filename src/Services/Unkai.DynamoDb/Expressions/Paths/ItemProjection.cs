using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Paths;

/// <summary>What of an item a request wants to see.</summary>
internal sealed class ItemProjection
{
    private static readonly ParsedExpressions<IReadOnlyList<DocumentPath>> s_parsed = new(Parse);

    private readonly PathTree<DocumentPath> _tree;

    private ItemProjection(PathTree<DocumentPath> tree) => _tree = tree;

    /// <summary>The names of the attributes that it needs.</summary>
    internal IEnumerable<string> AttributeNames => _tree.Members.Keys;

    /// <summary>The projection in these words; ValidationException for what is none.</summary>
    internal static Outcome<ItemProjection> Bind(string text, Placeholders placeholders, string parameter = "ProjectionExpression")
    {
        var (paths, problem) = s_parsed.Of(text);
        if (problem is not null)
        {
            return ExpressionErrors.Invalid(parameter, problem);
        }

        var tree = new PathTree<DocumentPath>();
        foreach (var path in paths!)
        {
            if ((path.Check(placeholders) ?? tree.Add(path, path, placeholders)) is { } wrong)
            {
                return ExpressionErrors.Invalid(parameter, wrong);
            }
        }

        return new ItemProjection(tree);
    }

    /// <summary>Whole attributes by their own names (AttributesToGet, an index's projection).</summary>
    internal static ItemProjection OfAttributes(IEnumerable<string> names)
    {
        var tree = new PathTree<DocumentPath>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var path = DocumentPath.Attribute(name);
            tree.Add(path, path, Placeholders.None);
        }

        return new ItemProjection(tree);
    }

    /// <summary>What the item has of it.</summary>
    internal MapValue Of(MapValue item) => ProjectMap(item, _tree) ?? MapValue.Empty;

    /// <summary>What a value has of paths that begin in it; null when it has nothing.</summary>
    internal static Value? Project<T>(Value value, PathTree<T> tree)
        where T : class => tree.Leaf is not null ? value : value switch
    {
        MapValue map => ProjectMap(map, tree),
        ListValue list => ProjectList(list, tree),
        _ => null,
    };

    private static MapValue? ProjectMap<T>(MapValue map, PathTree<T> tree)
        where T : class
    {
        var members = new Dictionary<string, Value>();
        foreach (var (name, child) in tree.Members)
        {
            if (map[name] is { } value && Project(value, child) is { } projected)
            {
                members.Add(name, projected);
            }
        }

        return members.Count == 0 ? null : new MapValue(members);
    }

    private static ListValue? ProjectList<T>(ListValue list, PathTree<T> tree)
        where T : class
    {
        var elements = new List<Value>();
        foreach (var (index, child) in tree.Elements)
        {
            if (index < list.Elements.Count && Project(list.Elements[index], child) is { } projected)
            {
                elements.Add(projected);
            }
        }

        return elements.Count == 0 ? null : new ListValue(elements);
    }

    private static List<DocumentPath>? Parse(TokenReader reader)
    {
        var paths = new List<DocumentPath>();
        do
        {
            if (PathParser.Parse(reader) is not { } path)
            {
                return null;
            }

            paths.Add(path);
        }
        while (reader.TrySymbol(","));

        return reader.IsAtEnd || !reader.FailSyntax() ? paths : null;
    }
}
