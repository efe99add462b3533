using System.Collections;
using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>Elements of lists and maps as <see cref="ShapeValue"/>, whatever their type, without boxing.</summary>
public static class ShapeCollections
{
    /// <summary>Appends an element of a kind.</summary>
    public static void Add(IList list, ShapeKind kind, in ShapeValue value)
    {
        switch (kind)
        {
            case ShapeKind.String: ((List<string>)list).Add(value.String); break;
            case ShapeKind.Blob: ((List<ReadOnlyMemory<byte>>)list).Add(value.Blob); break;
            case ShapeKind.Boolean: ((List<bool>)list).Add(value.Boolean); break;
            case ShapeKind.Integer: ((List<int>)list).Add((int)value.Bits); break;
            case ShapeKind.Long: ((List<long>)list).Add(value.Bits); break;
            case ShapeKind.Float: ((List<float>)list).Add(value.Single); break;
            case ShapeKind.Double: ((List<double>)list).Add(value.Double); break;
            case ShapeKind.Timestamp: ((List<DateTimeOffset>)list).Add(value.Timestamp); break;
            default: list.Add(value.Reference); break;
        }
    }

    /// <summary>The element at a place.</summary>
    public static ShapeValue Get(IList list, ShapeKind kind, int index) => kind switch
    {
        ShapeKind.String => ShapeValue.Of((object)((List<string>)list)[index] ?? ""),
        ShapeKind.Blob => ShapeValue.Of(((List<ReadOnlyMemory<byte>>)list)[index]),
        ShapeKind.Boolean => ShapeValue.Of(((List<bool>)list)[index]),
        ShapeKind.Integer => ShapeValue.Of(((List<int>)list)[index]),
        ShapeKind.Long => ShapeValue.Of(((List<long>)list)[index]),
        ShapeKind.Float => ShapeValue.Of(((List<float>)list)[index]),
        ShapeKind.Double => ShapeValue.Of(((List<double>)list)[index]),
        ShapeKind.Timestamp => ShapeValue.Of(((List<DateTimeOffset>)list)[index]),
        _ => ShapeValue.Of(list[index]!),
    };

    /// <summary>Sets the value of a key.</summary>
    public static void Set(IDictionary map, ShapeKind kind, string key, in ShapeValue value)
    {
        switch (kind)
        {
            case ShapeKind.String: ((Dictionary<string, string>)map)[key] = value.String; break;
            case ShapeKind.Blob: ((Dictionary<string, ReadOnlyMemory<byte>>)map)[key] = value.Blob; break;
            case ShapeKind.Boolean: ((Dictionary<string, bool>)map)[key] = value.Boolean; break;
            case ShapeKind.Integer: ((Dictionary<string, int>)map)[key] = (int)value.Bits; break;
            case ShapeKind.Long: ((Dictionary<string, long>)map)[key] = value.Bits; break;
            case ShapeKind.Float: ((Dictionary<string, float>)map)[key] = value.Single; break;
            case ShapeKind.Double: ((Dictionary<string, double>)map)[key] = value.Double; break;
            case ShapeKind.Timestamp: ((Dictionary<string, DateTimeOffset>)map)[key] = value.Timestamp; break;
            default: map[key] = value.Reference; break;
        }
    }

    /// <summary>The entries in their order.</summary>
    public static IEnumerable<KeyValuePair<string, ShapeValue>> Entries(IDictionary map, ShapeKind kind) => kind switch
    {
        ShapeKind.String => Entries<string>(map, static v => ShapeValue.Of((object)v ?? "")),
        ShapeKind.Blob => Entries<ReadOnlyMemory<byte>>(map, ShapeValue.Of),
        ShapeKind.Boolean => Entries<bool>(map, ShapeValue.Of),
        ShapeKind.Integer => Entries<int>(map, static v => ShapeValue.Of(v)),
        ShapeKind.Long => Entries<long>(map, ShapeValue.Of),
        ShapeKind.Float => Entries<float>(map, ShapeValue.Of),
        ShapeKind.Double => Entries<double>(map, ShapeValue.Of),
        ShapeKind.Timestamp => Entries<DateTimeOffset>(map, ShapeValue.Of),
        _ => References(map),
    };

    private static IEnumerable<KeyValuePair<string, ShapeValue>> Entries<T>(IDictionary map, Func<T, ShapeValue> value)
    {
        foreach (var entry in (Dictionary<string, T>)map)
        {
            yield return new(entry.Key, value(entry.Value));
        }
    }

    private static IEnumerable<KeyValuePair<string, ShapeValue>> References(IDictionary map)
    {
        var entries = map.GetEnumerator();
        while (entries.MoveNext())
        {
            yield return new((string)entries.Key, ShapeValue.Of(entries.Value!));
        }
    }
}
