using System.Security.Cryptography;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>A row of an index: where it lies, and what it projects of its item.</summary>
internal readonly record struct IndexRow(long Index, ItemKey At, byte[] Item, MapValue Projected)
{
    /// <summary>Longer keys of items stand as their digest in an index's keys, so that these stay within what the store allows.</summary>
    private const int ItemKeyBytesMax = 1024;
    private const byte DigestMark = 0xFF;

    internal (long, ulong, byte[], byte[], byte[]) Row => (Index, At.Hash, At.Partition, At.Sort, Item);

    /// <returns>Null when the item is not in the index: it lacks one of its key's attributes, or has it with another type.</returns>
    internal static IndexRow? Of(TableRecord table, IndexRecord index, ItemKey key, MapValue item) =>
        !HasKey(index.Key, item) ? null : new IndexRow(index.Id, ItemKey.Of(index.Key, item), TagOf(key), Project(table, index, item));

    internal static bool HasKey(KeyOf key, MapValue item)
    {
        return key.IsComposite ? key.Parts.All(part => Fits(part, item)) : Fits(key.Partition, item) && (key.Sort is null || Fits(key.Sort, item));

        static bool Fits(KeyPart part, MapValue item) => item[part.Name] is { } value && value.Type.ToString() == part.Type;
    }

    internal bool IsAt(IndexRow other) =>
        At.Hash == other.At.Hash && At.Partition.AsSpan().SequenceEqual(other.At.Partition) && At.Sort.AsSpan().SequenceEqual(other.At.Sort) && Item.AsSpan().SequenceEqual(other.Item);

    internal static byte[] TagOf(ItemKey key)
    {
        var tag = new byte[2 + key.Partition.Length + key.Sort.Length];
        tag[0] = (byte)(key.Partition.Length >> 8);
        tag[1] = (byte)key.Partition.Length;
        key.Partition.CopyTo(tag, 2);
        key.Sort.CopyTo(tag, 2 + key.Partition.Length);
        return tag.Length <= ItemKeyBytesMax ? tag : [DigestMark, .. SHA256.HashData(tag)];
    }

    /// <summary>The names that an index projects; null: all.</summary>
    internal static IReadOnlySet<string>? NamesOf(TableRecord table, IndexRecord index)
    {
        if (index.ProjectsAll)
        {
            return null;
        }

        var names = new HashSet<string>();
        foreach (var part in table.Key.Parts.Concat(index.Key.Parts))
        {
            names.Add(part.Name);
        }

        names.UnionWith(index.NonKeyAttributes ?? []);
        return names;
    }

    private static MapValue Project(TableRecord table, IndexRecord index, MapValue item) => NamesOf(table, index) is { } names ? item.Only(names) : item;
}
