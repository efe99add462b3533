using System.Buffers.Binary;

namespace Unkai.Storage.Embedded;

/// <summary>Sorted keys in one array, their common prefix cut.</summary>
/// <remarks>Layout: size of the prefix (2 bytes, little-endian), for each key the end of its rest (2 each, counted from the first rest), the prefix, the rests.</remarks>
internal static class KeyBlock
{
    internal static byte[] Empty { get; } = [0, 0];

    internal static ReadOnlySpan<byte> Prefix(byte[] block, int count) =>
        block.AsSpan(2 + (2 * count), BinaryPrimitives.ReadUInt16LittleEndian(block));

    internal static ReadOnlySpan<byte> Rest(byte[] block, int count, int index)
    {
        var rests = 2 + (2 * count) + BinaryPrimitives.ReadUInt16LittleEndian(block);
        var start = index == 0 ? 0 : End(block, index - 1);
        return block.AsSpan(rests + start, End(block, index) - start);
    }

    internal static byte[] Key(byte[] block, int count, int index)
    {
        var prefix = Prefix(block, count);
        var rest = Rest(block, count, index);
        var key = new byte[prefix.Length + rest.Length];
        prefix.CopyTo(key);
        rest.CopyTo(key.AsSpan(prefix.Length));
        return key;
    }

    internal static int KeyBytes(byte[] block, int count, int index) =>
        BinaryPrimitives.ReadUInt16LittleEndian(block) + Rest(block, count, index).Length;

    /// <summary>Where a key is, or the complement of where it would be inserted.</summary>
    internal static int Find(byte[] block, int count, ReadOnlySpan<byte> key)
    {
        if (count == 0)
        {
            return ~0;
        }

        var prefixBytes = BinaryPrimitives.ReadUInt16LittleEndian(block);
        var rests = 2 + (2 * count) + prefixBytes;
        var prefix = block.AsSpan(2 + (2 * count), prefixBytes);
        if (!key.StartsWith(prefix))
        {
            return key.SequenceCompareTo(prefix) < 0 ? ~0 : ~count;
        }

        key = key[prefixBytes..];
        var low = 0;
        var high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var start = middle == 0 ? 0 : End(block, middle - 1);
            var order = key.SequenceCompareTo(block.AsSpan(rests + start, End(block, middle) - start));
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                high = middle - 1;
            }
            else
            {
                low = middle + 1;
            }
        }

        return ~low;
    }

    internal static int CompareAt(byte[] block, int count, int index, ReadOnlySpan<byte> key)
    {
        var prefix = Prefix(block, count);
        if (!key.StartsWith(prefix))
        {
            return prefix.SequenceCompareTo(key);
        }

        return Rest(block, count, index).SequenceCompareTo(key[prefix.Length..]);
    }

    /// <summary>Packs keys that are sorted and differ.</summary>
    internal static byte[] Pack(ReadOnlySpan<byte[]> keys)
    {
        if (keys.IsEmpty)
        {
            return Empty;
        }

        var prefixBytes = keys[0].AsSpan().CommonPrefixLength(keys[^1]);
        var size = 2 + (2 * keys.Length) + prefixBytes;
        foreach (var key in keys)
        {
            size += key.Length - prefixBytes;
        }

        var block = new byte[size];
        BinaryPrimitives.WriteUInt16LittleEndian(block, checked((ushort)prefixBytes));
        var rests = 2 + (2 * keys.Length) + prefixBytes;
        keys[0].AsSpan(0, prefixBytes).CopyTo(block.AsSpan(2 + (2 * keys.Length)));
        var end = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var rest = keys[i].AsSpan(prefixBytes);
            rest.CopyTo(block.AsSpan(rests + end));
            end += rest.Length;
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(2 + (2 * i)), checked((ushort)end));
        }

        return block;
    }

    /// <summary>Packs the old keys with one more at <paramref name="position"/>: the common case, without taking the old keys apart.</summary>
    internal static byte[] Insert(byte[] old, int count, int position, ReadOnlySpan<byte> key)
    {
        var oldPrefix = Prefix(old, count);
        if (!key.StartsWith(oldPrefix))
        {
            return InsertApart(old, count, position, key);
        }

        var rest = key[oldPrefix.Length..];
        var oldRests = 2 + (2 * count) + oldPrefix.Length;
        var block = new byte[old.Length + 2 + rest.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)oldPrefix.Length);
        old.AsSpan(2, 2 * position).CopyTo(block.AsSpan(2));
        var start = position == 0 ? 0 : End(old, position - 1);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(2 + (2 * position)), checked((ushort)(start + rest.Length)));
        for (var i = position; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(4 + (2 * i)), checked((ushort)(End(old, i) + rest.Length)));
        }

        var rests = oldRests + 2;
        oldPrefix.CopyTo(block.AsSpan(4 + (2 * count)));
        old.AsSpan(oldRests, start).CopyTo(block.AsSpan(rests));
        rest.CopyTo(block.AsSpan(rests + start));
        old.AsSpan(oldRests + start).CopyTo(block.AsSpan(rests + start + rest.Length));
        return block;
    }

    /// <summary>Packs the old keys without the one at <paramref name="position"/>.</summary>
    internal static byte[] Remove(byte[] old, int count, int position)
    {
        var oldPrefix = Prefix(old, count);
        var oldRests = 2 + (2 * count) + oldPrefix.Length;
        var start = position == 0 ? 0 : End(old, position - 1);
        var removed = End(old, position) - start;
        var block = new byte[old.Length - 2 - removed];
        BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)oldPrefix.Length);
        old.AsSpan(2, 2 * position).CopyTo(block.AsSpan(2));
        for (var i = position + 1; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(2 * i), (ushort)(End(old, i) - removed));
        }

        var rests = oldRests - 2;
        oldPrefix.CopyTo(block.AsSpan(2 * count));
        old.AsSpan(oldRests, start).CopyTo(block.AsSpan(rests));
        old.AsSpan(oldRests + start + removed).CopyTo(block.AsSpan(rests + start));
        return block;
    }

    /// <summary>Whether a block read from a file is well formed for that many keys, so that nothing above reads outside of it.</summary>
    internal static bool IsWellFormed(byte[] block, int count)
    {
        if (block.Length < 2 + (2 * count))
        {
            return false;
        }

        var end = 0;
        for (var i = 0; i < count; i++)
        {
            if (End(block, i) < end)
            {
                return false;
            }

            end = End(block, i);
        }

        if (block.Length != 2 + (2 * count) + BinaryPrimitives.ReadUInt16LittleEndian(block) + end)
        {
            return false;
        }

        for (var i = 1; i < count; i++)
        {
            if (Rest(block, count, i - 1).SequenceCompareTo(Rest(block, count, i)) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] InsertApart(byte[] old, int count, int position, ReadOnlySpan<byte> key)
    {
        var keys = new byte[count + 1][];
        for (var i = 0; i < count; i++)
        {
            keys[i < position ? i : i + 1] = Key(old, count, i);
        }

        keys[position] = key.ToArray();
        return Pack(keys);
    }

    private static int End(byte[] block, int index) => BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(2 + (2 * index)));
}
