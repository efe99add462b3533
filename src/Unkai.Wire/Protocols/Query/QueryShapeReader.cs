using Unkai.Api;
using Unkai.Api.Contracts;

namespace Unkai.Wire.Protocols.Query;

/// <summary>Query parameters to shapes, driven by the contract; for awsQuery and ec2Query.</summary>
/// <remarks>
/// A value's parameters stand together, from <c>low</c> to before <c>high</c>, and have the characters before <c>at</c> in common:
/// <c>Entries.member.1.Id</c> is read as Entries, then member (which a flattened list has not), then 1, then Id.
/// </remarks>
internal static class QueryShapeReader
{
    public const int MaxDepth = 64;

    /// <returns>The parameter that is wrong; null when none is.</returns>
    public static string? Read(QueryParameters parameters, Shape target) => ReadStructure(parameters, target, 0, parameters.Count, 0, 0);

    private static string? ReadStructure(QueryParameters all, Shape target, int low, int high, int at, int depth)
    {
        if (depth > MaxDepth)
        {
            return all[low].Key;
        }

        while (low < high)
        {
            var end = Group(all, low, high, at, out var name);
            if (target.Contract.FindQuery(name) is { } member)
            {
                var problem = Read(all, member, low, end, at + name.Length, depth, out var value);
                if (problem is not null)
                {
                    return problem;
                }

                target.SetValue(member.Slot, value);
            }

            low = end;
        }

        return null;
    }

    /// <summary>Where the parameters end that share the segment which starts at <paramref name="at"/>.</summary>
    private static int Group(QueryParameters all, int low, int high, int at, out ReadOnlySpan<char> name)
    {
        name = Segment(all[low].Key, at);
        var end = low + 1;
        while (end < high && Segment(all[end].Key, at).SequenceEqual(name))
        {
            end++;
        }

        return end;
    }

    private static ReadOnlySpan<char> Segment(string key, int at)
    {
        if (at >= key.Length)
        {
            return default;
        }

        var rest = key.AsSpan(at);
        var dot = rest.IndexOf('.');
        return dot < 0 ? rest : rest[..dot];
    }

    private static string? Read(QueryParameters all, MemberContract member, int low, int high, int at, int depth, out ShapeValue value)
    {
        value = default;
        switch (member.Kind)
        {
            case ShapeKind.Structure:
                var shape = ((StructureContract)member.Shape).New();
                value = ShapeValue.Of(shape);
                return ReadStructure(all, shape, SkipSelf(all, low, high, at), high, at + 1, depth + 1);
            case ShapeKind.List:
                return ReadList(all, (ListContract)member.Shape, low, high, at, depth, out value);
            case ShapeKind.Map:
                return ReadMap(all, (MapContract)member.Shape, low, high, at, depth, out value);
            default:
                return all[low].Key.Length == at && TextValues.TryParse(member, TimestampFormat.Iso8601, all[low].Value, out value) ? null : all[low].Key;
        }
    }

    /// <summary>A parameter for the list or structure itself (<c>Tags=</c>) says only that it is there.</summary>
    private static int SkipSelf(QueryParameters all, int low, int high, int at)
    {
        while (low < high && all[low].Key.Length <= at)
        {
            low++;
        }

        return low;
    }

    private static string? ReadList(QueryParameters all, ListContract list, int low, int high, int at, int depth, out ShapeValue value)
    {
        var elements = list.New();
        value = ShapeValue.Of(elements);
        if (depth > MaxDepth)
        {
            return all[low].Key;
        }

        var self = low;
        low = SkipSelf(all, low, high, at);
        if (low > self && low == high && all[self].Value.Length > 0)
        {
            // A list of one, without a number.
            var problem = Read(all, list.Element, self, self + 1, at, depth + 1, out var only);
            ShapeCollections.Add(elements, list.Element.Kind, only);
            return problem;
        }

        return ReadNumbered(all, low, high, at + 1, (all, from, to, place) =>
        {
            var problem = Read(all, list.Element, from, to, place, depth + 1, out var element);
            if (problem is null)
            {
                ShapeCollections.Add(elements, list.Element.Kind, element);
            }

            return problem;
        });
    }

    private static string? ReadMap(QueryParameters all, MapContract map, int low, int high, int at, int depth, out ShapeValue value)
    {
        var entries = map.New();
        value = ShapeValue.Of(entries);
        if (depth > MaxDepth)
        {
            return all[low].Key;
        }

        return ReadNumbered(all, SkipSelf(all, low, high, at), high, at + 1, (all, from, to, place) =>
        {
            string? key = null;
            ShapeValue entry = default;
            var hasValue = false;
            for (from = SkipSelf(all, from, to, place); from < to;)
            {
                var end = Group(all, from, to, place + 1, out var name);
                if (name.SequenceEqual(map.Key.QueryName))
                {
                    key = all[from].Value;
                }
                else if (name.SequenceEqual(map.Value.QueryName))
                {
                    if (Read(all, map.Value, from, end, place + 1 + name.Length, depth + 1, out entry) is { } problem)
                    {
                        return problem;
                    }

                    hasValue = true;
                }

                from = end;
            }

            if (key is not null && hasValue)
            {
                ShapeCollections.Set(entries, map.Value.Kind, key, entry);
            }

            return null;
        });
    }

    /// <summary>Goes through <c>1</c>, <c>2</c>, … or, one segment deeper, <c>member.1</c>, <c>entry.1</c>.</summary>
    private static string? ReadNumbered(QueryParameters all, int low, int high, int at, Func<QueryParameters, int, int, int, string?> element)
    {
        while (low < high)
        {
            var end = Group(all, low, high, at, out var name);
            if (name.IsEmpty || !char.IsAsciiDigit(name[0]))
            {
                var inner = at + name.Length + 1;
                for (var from = SkipSelf(all, low, end, at + name.Length); from < end;)
                {
                    var to = Group(all, from, end, inner, out var number);
                    if (number.IsEmpty || !char.IsAsciiDigit(number[0]))
                    {
                        return all[from].Key;
                    }

                    if (element(all, from, to, inner + number.Length) is { } problem)
                    {
                        return problem;
                    }

                    from = to;
                }
            }
            else if (element(all, low, end, at + name.Length) is { } problem)
            {
                return problem;
            }

            low = end;
        }

        return null;
    }
}
