using Unkai.Api;
using Unkai.DynamoDb.Expressions.Paths;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Expressions.Updates;

/// <summary>What a request changes in an item.</summary>
internal sealed class ItemUpdate
{
    private const string Parameter = "UpdateExpression";

    private static readonly ParsedExpressions<IReadOnlyList<UpdateAction>> s_parsed = new(UpdateParser.Parse);

    private readonly PathTree<UpdateAction> _tree;
    private readonly Placeholders _placeholders;

    private ItemUpdate(PathTree<UpdateAction> tree, Placeholders placeholders)
    {
        _tree = tree;
        _placeholders = placeholders;
    }

    /// <summary>The attributes that it changes, or parts of which it changes.</summary>
    internal IEnumerable<string> AttributeNames => _tree.Members.Keys;

    /// <summary>The update in these words; ValidationException for what is none.</summary>
    internal static Outcome<ItemUpdate> Bind(string text, Placeholders placeholders)
    {
        var (actions, problem) = s_parsed.Of(text);
        return problem is null ? Of(actions!, placeholders) : ExpressionErrors.Invalid(Parameter, problem);
    }

    /// <summary>These actions together.</summary>
    internal static Outcome<ItemUpdate> Of(IEnumerable<UpdateAction> actions, Placeholders placeholders)
    {
        var tree = new PathTree<UpdateAction>();
        foreach (var action in actions)
        {
            if ((action.Check(placeholders) ?? tree.Add(action.Path, action, placeholders)) is { } problem)
            {
                return ExpressionErrors.Invalid(Parameter, problem);
            }
        }

        return new ItemUpdate(tree, placeholders);
    }

    /// <summary>The item afterwards; ValidationException for what it does not allow.</summary>
    /// <param name="old">The item before; null where there is none.</param>
    /// <param name="key">Its key, which a new item begins with.</param>
    internal Outcome<MapValue> Apply(MapValue? old, MapValue key) => ApplyToMap(old ?? key, _tree, old ?? MapValue.Empty, level: 0);

    /// <summary>What an item has where the update changes it: UPDATED_OLD and UPDATED_NEW.</summary>
    internal MapValue Touched(MapValue? item) => item is null ? MapValue.Empty : ItemProjection.Project(item, _tree) as MapValue ?? MapValue.Empty;

    private Outcome<MapValue> ApplyToMap(MapValue map, PathTree<UpdateAction> tree, MapValue item, int level)
    {
        var changes = new List<(string Name, Value? Value)>(tree.Members.Count);
        foreach (var (name, child) in tree.Members)
        {
            var changed = ApplyTo(map[name], child, item, level);
            if (changed.IsError)
            {
                return changed.Error;
            }

            changes.Add((name, changed.Value));
        }

        return map.With(changes);
    }

    private Outcome<ListValue> ApplyToList(ListValue list, PathTree<UpdateAction> tree, MapValue item, int level)
    {
        var elements = new List<Value?>(list.Elements);
        foreach (var (index, child) in tree.Elements)
        {
            var isThere = index < list.Elements.Count;
            var changed = ApplyTo(isThere ? list.Elements[index] : null, child, item, level);
            if (changed.IsError)
            {
                return changed.Error;
            }

            if (isThere)
            {
                elements[index] = changed.Value;
            }
            else
            {
                // Beyond the end means at the end; nothing is removed there.
                elements.Add(changed.Value);
            }
        }

        return new ListValue([.. elements.OfType<Value>()]);
    }

    private Outcome<Value?> ApplyTo(Value? current, PathTree<UpdateAction> tree, MapValue item, int level)
    {
        if (tree.Leaf is { } action)
        {
            var changed = action.Apply(current, item, _placeholders);
            return !changed.IsError && changed.Value is { } value && level + value.Depth > Value.DepthMax ? ValueErrors.TooDeep : changed;
        }

        return current switch
        {
            MapValue map when tree.Members.Count > 0 => ApplyToMap(map, tree, item, level + 1).Cast<Value?>(),
            ListValue list when tree.Elements.Count > 0 => ApplyToList(list, tree, item, level + 1).Cast<Value?>(),
            _ => UpdateErrors.InvalidPath,
        };
    }
}
