using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>Where an item lies in its table.</summary>
internal readonly record struct ItemKey(ulong Hash, byte[] Partition, byte[] Sort)
{
    /// <summary>The key of an item, or of a map of key attributes, that fits the table.</summary>
    internal static ItemKey Of(KeyOf key, MapValue item)
    {
        if (key.IsComposite)
        {
            return OfComposite(key, item);
        }

        var partition = KeyBytes.Of(item[key.Partition.Name]!);
        return new ItemKey(PartitionHash.Of(partition), partition, key.Sort is { } sort ? KeyBytes.Of(item[sort.Name]!) : []);
    }

    private static ItemKey OfComposite(KeyOf key, MapValue item)
    {
        var partition = CompositeKeyBytes.Of(key.Partitions.Select(part => item[part.Name]!));
        return new ItemKey(PartitionHash.Of(partition), partition, CompositeKeyBytes.Of(key.Sorts.Select(part => item[part.Name]!)));
    }

    /// <summary>The key as text: equal exactly where keys are.</summary>
    internal string Text => $"{Convert.ToHexString(Partition)}/{Convert.ToHexString(Sort)}";

    internal (long, ulong, byte[], byte[]) Row(long table) => (table, Hash, Partition, Sort);
}
