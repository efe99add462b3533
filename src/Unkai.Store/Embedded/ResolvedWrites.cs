namespace Unkai.Storage.Embedded;

/// <summary>What a transaction's writes are for the tree, once their commit has its place.</summary>
internal static class ResolvedWrites
{
    /// <summary>The ranges to remove, then the writes to apply, as the commit numbered <paramref name="sequence"/> on <paramref name="root"/>.</summary>
    internal static (KeyRange[] Removed, TreeWrite[] Writes) Resolve(this WriteSet set, Node? root, ulong sequence)
    {
        var (known, appends) = (set.Writes, set.Appends);
        var writes = new TreeWrite[known.Count + appends.Count];
        for (var i = 0; i < known.Count; i++)
        {
            var write = known[i];
            var value = write.Delta is { } delta ? WriteSet.Sum(Tree.Get(root, write.Key), delta) : write.Value;
            if (write.StampOffset >= 0)
            {
                new CommitStamp(sequence, write.StampOrder).Write(value.AsSpan(write.StampOffset));
            }

            writes[i] = new TreeWrite(write.Key, value);
        }

        for (var i = 0; i < appends.Count; i++)
        {
            var (prefix, value) = appends[i];
            var key = new byte[prefix.Length + CommitStamp.SizeBytes];
            prefix.CopyTo(key, 0);
            new CommitStamp(sequence, (ushort)i).Write(key.AsSpan(prefix.Length));
            writes[known.Count + i] = new TreeWrite(key, value);
        }

        if (appends.Count > 0 && writes.Length > 1)
        {
            Array.Sort(writes, static (x, y) => x.Key.AsSpan().SequenceCompareTo(y.Key));
        }

        return (set.Removed.Count == 0 ? [] : [.. set.Removed], writes);
    }
}
