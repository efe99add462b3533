namespace Unkai.DynamoDb.Expressions.Paths;

/// <summary>Paths of an expression as one tree, which finds those that meet; at the end of each path stands a leaf.</summary>
/// <typeparam name="T">What stands at the end.</typeparam>
internal sealed class PathTree<T>
    where T : class
{
    private readonly Dictionary<string, PathTree<T>> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, PathTree<T>> _elements = [];

    internal T? Leaf { get; private set; }

    internal IReadOnlyDictionary<string, PathTree<T>> Members => _members;

    /// <summary>In the order of their places.</summary>
    internal IReadOnlyDictionary<int, PathTree<T>> Elements => _elements;

    /// <summary>A path that ends at or below this one, for messages.</summary>
    private DocumentPath? Example { get; set; }

    /// <summary>Adds a path whose placeholders are defined.</summary>
    /// <returns>What is wrong: it overlaps with an earlier path, or takes for a list what that takes for a map.</returns>
    internal string? Add(DocumentPath path, T leaf, Placeholders placeholders)
    {
        var tree = this;
        foreach (var part in path.Parts)
        {
            if (tree.Leaf is not null)
            {
                return Overlap(tree, path, placeholders);
            }

            if (part.Name is null ? tree._members.Count > 0 : tree._elements.Count > 0)
            {
                return ExpressionErrors.PathsConflict(tree.Example!.Describe(placeholders), path.Describe(placeholders));
            }

            tree.Example ??= path;
            tree = part.Name is null ? Child(tree._elements, part.Index) : Child(tree._members, placeholders.NameOf(part));
        }

        if (tree.Leaf is not null || tree.Example is not null)
        {
            return Overlap(tree, path, placeholders);
        }

        tree.Leaf = leaf;
        tree.Example = path;
        return null;
    }

    private static string Overlap(PathTree<T> tree, DocumentPath path, Placeholders placeholders) =>
        ExpressionErrors.PathsOverlap(tree.Example!.Describe(placeholders), path.Describe(placeholders));

    private static PathTree<T> Child<TKey>(IDictionary<TKey, PathTree<T>> children, TKey key)
    {
        if (!children.TryGetValue(key, out var child))
        {
            children[key] = child = new PathTree<T>();
        }

        return child;
    }
}
