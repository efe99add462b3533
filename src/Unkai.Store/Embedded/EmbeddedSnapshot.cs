namespace Unkai.Storage.Embedded;

internal sealed class EmbeddedSnapshot(World world, WorldState state) : Snapshot
{
    /// <summary>A range with so many entries probably has as many as are asked for: the list is made for them at once.</summary>
    private const int ManyEntries = 64;
    private const int ReservedEntriesMax = 1024;

    public override WorldName World => world.Name;

    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(byte[] key) =>
        new(Tree.Get(state.Root, key) is { } value ? new ReadOnlyMemory<byte>(value) : default(ReadOnlyMemory<byte>?));

    public override ValueTask<IReadOnlyList<Entry>> RangeAsync(KeyRange range, int limit, bool reverse = false) =>
        new(Range(state.Root, range, limit, reverse));

    public override Watch Watch(KeyRange range) => Watch(world, state, range);

    internal static List<Entry> Range(Node? root, KeyRange range, int limit, bool reverse)
    {
        CheckLimit(limit);
        var entries = new List<Entry>();
        if (range.IsEmpty)
        {
            return entries;
        }

        if (reverse)
        {
            for (var cursor = TreeCursor.SeekBefore(root, range.End);
                cursor.IsValid && entries.Count < limit && cursor.IsAtOrAfter(range.Start);
                cursor.MovePrevious())
            {
                entries.Add(new Entry(cursor.Key, cursor.Value));
            }
        }
        else
        {
            for (var cursor = TreeCursor.Seek(root, range.Start); entries.Count < limit && cursor.IsIn(range); cursor.MoveNext())
            {
                if (entries.Count == ManyEntries)
                {
                    entries.EnsureCapacity(Math.Min(limit, ReservedEntriesMax));
                }

                entries.Add(new Entry(cursor.Key, cursor.Value));
            }
        }

        return entries;
    }

    internal static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, RangeEntriesMax);
    }

    /// <summary>Adds a watch first and looks for what has become visible meanwhile after that: either the commit sees the watch or the watch sees the commit.</summary>
    internal static EmbeddedWatch Watch(World world, WorldState state, KeyRange range)
    {
        var watch = world.Watches.Add(range, state.Sequence);
        if (world.IsDeleted
            || (world.Visible is { } visible && visible.Sequence > state.Sequence && !TreeComparison.IsSame(state.Root, visible.Root, range)))
        {
            watch.Dispose();
        }

        return watch;
    }
}
