using Unkai.DynamoDb.Expressions;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>What a SELECT shows of an item: each path under the name of its last step.</summary>
internal static class SelectColumns
{
    internal static MapValue Of(MapValue item, IReadOnlyList<DocumentPath>? paths)
    {
        if (paths is null)
        {
            return item;
        }

        var columns = new Dictionary<string, Value>();
        foreach (var path in paths)
        {
            if (path.Find(item, Placeholders.None) is { } value)
            {
                columns[NameOf(path)] = value;
            }
        }

        return new MapValue(columns);
    }

    /// <summary><c>c</c> of <c>a.b.c</c>, <c>c[0]</c> of <c>a.c[0]</c>.</summary>
    private static string NameOf(DocumentPath path)
    {
        var name = "";
        for (var i = path.Parts.Count - 1; i >= 0; i--)
        {
            var part = path.Parts[i];
            if (part.Name is not null)
            {
                return part.Name + name;
            }

            name = $"[{part.Index}]{name}";
        }

        return name;
    }
}
