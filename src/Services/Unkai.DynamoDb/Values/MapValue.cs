using System.Text;

namespace Unkai.DynamoDb.Values;

/// <summary>Values by name. An item is one.</summary>
internal sealed class MapValue(Dictionary<string, Value> members) : Value
{
    internal static MapValue Empty { get; } = new([]);

    internal IReadOnlyDictionary<string, Value> Members => members;

    internal override ValueType Type => ValueType.M;

    internal override int SizeBytes
    {
        get
        {
            var size = ContainerBytes;
            foreach (var (name, value) in members)
            {
                size += 1 + Encoding.UTF8.GetByteCount(name) + value.SizeBytes;
            }

            return size;
        }
    }

    /// <summary>The size as an item, in bytes: names and values, nothing beside them.</summary>
    internal int ItemSizeBytes
    {
        get
        {
            var size = 0;
            foreach (var (name, value) in members)
            {
                size += Encoding.UTF8.GetByteCount(name) + value.SizeBytes;
            }

            return size;
        }
    }

    internal override int Depth
    {
        get
        {
            var depth = 0;
            foreach (var value in members.Values)
            {
                depth = Math.Max(depth, value.Depth);
            }

            return depth + 1;
        }
    }

    internal Value? this[string name] => members.GetValueOrDefault(name);

    /// <summary>A copy that may be changed; the values are the same.</summary>
    internal Dictionary<string, Value> Copy() => new(members, members.Comparer);

    /// <summary>The members that have these names.</summary>
    internal MapValue Only(IEnumerable<string> names)
    {
        var found = new Dictionary<string, Value>();
        foreach (var name in names)
        {
            if (members.TryGetValue(name, out var value))
            {
                found[name] = value;
            }
        }

        return new MapValue(found);
    }

    public override bool Equals(Value? other)
    {
        if (other is not MapValue { Members: var others } || others.Count != members.Count)
        {
            return false;
        }

        foreach (var (name, value) in members)
        {
            if (!others.TryGetValue(name, out var theirs) || !value.Equals(theirs))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => members.Count;
}
