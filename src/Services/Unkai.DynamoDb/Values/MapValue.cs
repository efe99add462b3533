using System.Text;

namespace Unkai.DynamoDb.Values;

/// <summary>Values by name. An item is one. One that comes from the store is taken apart only if someone looks into it.</summary>
internal sealed class MapValue : Value
{
    private const int LooksMax = 8;

    private Dictionary<string, Value>? _members;
    private int _itemSizeBytes = -1;
    private int _looks;

    internal MapValue(Dictionary<string, Value> members) => _members = members;

    private MapValue(ReadOnlyMemory<byte> stored) => Stored = stored;

    internal static MapValue Empty { get; } = new([]);

    internal IReadOnlyDictionary<string, Value> Members => All;

    /// <summary>What <see cref="ItemCodec"/> wrote; empty if this did not come from the store and was not encoded since.</summary>
    internal ReadOnlyMemory<byte> Stored { get; private set; }

    internal static MapValue OfStored(ReadOnlyMemory<byte> stored) => new(stored);

    private Dictionary<string, Value> All => _members ??= ItemCodec.ReadMembers(Stored);

    internal override ValueType Type => ValueType.M;

    internal override int SizeBytes
    {
        get
        {
            var size = ContainerBytes;
            foreach (var (name, value) in All)
            {
                size += 1 + Encoding.UTF8.GetByteCount(name) + value.SizeBytes;
            }

            return size;
        }
    }

    /// <summary>The size as an item, in bytes: names and values, nothing beside them.</summary>
    internal int ItemSizeBytes => _itemSizeBytes < 0 ? _itemSizeBytes = SizeAsItem() : _itemSizeBytes;

    internal override int Depth
    {
        get
        {
            var depth = 0;
            foreach (var value in All.Values)
            {
                depth = Math.Max(depth, value.Depth);
            }

            return depth + 1;
        }
    }

    /// <summary>One member. The first looks into a stored item read that member alone, which is cheaper than taking the item apart.</summary>
    internal Value? this[string name] => _members is null && _looks++ < LooksMax ? ItemCodec.Find(Stored, name) : All.GetValueOrDefault(name);

    /// <summary>The map with these members changed, added, or, where the value is null, removed. Of a stored item the others stay as they are stored.</summary>
    internal MapValue With(IReadOnlyList<(string Name, Value? Value)> changes)
    {
        if (_members is null)
        {
            return OfStored(ItemCodec.With(Stored, changes));
        }

        var members = new Dictionary<string, Value>(_members);
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                members.Remove(name);
            }
            else
            {
                members[name] = value;
            }
        }

        return new MapValue(members);
    }

    /// <summary>What <see cref="ItemCodec"/> writes, written once.</summary>
    internal ReadOnlyMemory<byte> Encode() => Stored.IsEmpty ? Stored = ItemCodec.Encode(this) : Stored;

    /// <summary>Whether both are equal as items: in most cases their bytes tell.</summary>
    internal bool IsSameItem(MapValue other) =>
        Encode().Span.SequenceEqual(other.Encode().Span) || (ItemSizeBytes == other.ItemSizeBytes && Equals(other));

    /// <summary>The members that have these names.</summary>
    internal MapValue Only(IEnumerable<string> names)
    {
        var found = new Dictionary<string, Value>();
        foreach (var name in names)
        {
            if (All.TryGetValue(name, out var value))
            {
                found[name] = value;
            }
        }

        return new MapValue(found);
    }

    public override bool Equals(Value? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is not MapValue { Members: var others } || others.Count != All.Count)
        {
            return false;
        }

        foreach (var (name, value) in All)
        {
            if (!others.TryGetValue(name, out var theirs) || !value.Equals(theirs))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode() => All.Count;

    private int SizeAsItem()
    {
        if (_members is null)
        {
            return ItemCodec.SizeOf(Stored);
        }

        var size = 0;
        foreach (var (name, value) in _members)
        {
            size += Encoding.UTF8.GetByteCount(name) + value.SizeBytes;
        }

        return size;
    }
}
