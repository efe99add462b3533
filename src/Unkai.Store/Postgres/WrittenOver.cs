namespace Unkai.Storage.Postgres;

/// <summary>A range as a transaction sees it: what was read, with its own writes over it.</summary>
internal static class WrittenOver
{
    /// <param name="stored">What was read so far, in the asked order.</param>
    /// <param name="isWhole">Whether the range has no more than that.</param>
    /// <param name="writes">The transaction's writes.</param>
    /// <param name="range">The range.</param>
    /// <param name="limit">How many entries are wanted.</param>
    /// <param name="reverse">Descending order.</param>
    /// <returns>Null when more must be read first.</returns>
    internal static List<Entry>? Range(List<StoredEntry> stored, bool isWhole, WriteSet writes, KeyRange range, int limit, bool reverse)
    {
        var entries = new List<Entry>(Math.Min(limit, stored.Count));
        var step = reverse ? -1 : 1;
        var first = writes.Position(range.Start);
        var last = (range.End is null ? writes.Writes.Count : writes.Position(range.End)) - 1;
        var next = reverse ? last : first;
        var i = 0;
        while (entries.Count < limit)
        {
            var hasWrite = next >= first && next <= last;
            if (i == stored.Count && !isWhole)
            {
                return null;
            }

            if (i == stored.Count && !hasWrite)
            {
                break;
            }

            var order = i == stored.Count ? 1
                : !hasWrite ? -1
                : step * stored[i].Key.AsSpan().SequenceCompareTo(writes.Writes[next].Key);
            if (order >= 0)
            {
                var write = writes.Writes[next];
                var value = write.Delta is { } delta ? WriteSet.Sum(order == 0 ? stored[i].Value : null, delta) : write.Value;
                if (value is not null)
                {
                    entries.Add(new Entry(write.Key, value));
                }

                next += step;
            }
            else if (!writes.IsRemoved(stored[i].Key))
            {
                entries.Add(new Entry(stored[i].Key, stored[i].Value));
            }

            if (order <= 0)
            {
                i++;
            }
        }

        return entries;
    }
}
