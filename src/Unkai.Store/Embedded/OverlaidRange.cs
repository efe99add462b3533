namespace Unkai.Storage.Embedded;

/// <summary>A range of a snapshot as a transaction sees it: with its own writes over it.</summary>
internal static class OverlaidRange
{
    internal static List<Entry> Forward(Node? root, WriteSet writes, KeyRange range, int limit)
    {
        var entries = new List<Entry>();
        var cursor = TreeCursor.Seek(root, range.Start);
        var next = writes.Position(range.Start);
        while (entries.Count < limit)
        {
            var stored = cursor.IsIn(range) ? cursor.Key : null;
            var written = next < writes.Writes.Count && range.Contains(writes.Writes[next].Key) ? writes.Writes[next].Key : null;
            if (stored is null && written is null)
            {
                break;
            }

            var order = stored is null ? 1 : written is null ? -1 : stored.AsSpan().SequenceCompareTo(written);
            Take(entries, writes, order <= 0 ? stored : null, order <= 0 ? cursor.Value : null, order >= 0 ? writes.Writes[next] : null);
            if (order <= 0)
            {
                cursor.MoveNext();
            }

            if (order >= 0)
            {
                next++;
            }
        }

        return entries;
    }

    internal static List<Entry> Backward(Node? root, WriteSet writes, KeyRange range, int limit)
    {
        var entries = new List<Entry>();
        var cursor = TreeCursor.SeekBefore(root, range.End);
        var next = (range.End is null ? writes.Writes.Count : writes.Position(range.End)) - 1;
        while (entries.Count < limit)
        {
            var stored = cursor.IsValid && cursor.IsAtOrAfter(range.Start) ? cursor.Key : null;
            var written = next >= 0 && range.Contains(writes.Writes[next].Key) ? writes.Writes[next].Key : null;
            if (stored is null && written is null)
            {
                break;
            }

            var order = stored is null ? 1 : written is null ? -1 : written.AsSpan().SequenceCompareTo(stored);
            Take(entries, writes, order <= 0 ? stored : null, order <= 0 ? cursor.Value : null, order >= 0 ? writes.Writes[next] : null);
            if (order <= 0)
            {
                cursor.MovePrevious();
            }

            if (order >= 0)
            {
                next--;
            }
        }

        return entries;
    }

    private static void Take(List<Entry> entries, WriteSet writes, byte[]? storedKey, byte[]? stored, PendingWrite? write)
    {
        if (write is { } own)
        {
            var value = own.Delta is { } delta ? WriteSet.Sum(stored, delta) : own.Value;
            if (value is not null)
            {
                entries.Add(new Entry(own.Key, value));
            }
        }
        else if (!writes.IsRemoved(storedKey))
        {
            entries.Add(new Entry(storedKey!, stored));
        }
    }
}
