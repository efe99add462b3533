namespace Unkai.Storage;

/// <summary>Tables of what becomes ready at a time: rows are ordered by (group, ready at, stamp), claimed when ready, and moved to when they are ready again.</summary>
public static class ReadyTables
{
    extension<TGroup, TValue>(Table<(TGroup, DateTimeOffset, CommitStamp), TValue> table)
        where TValue : class
    {
        /// <summary>Claims up to <paramref name="max"/> rows of a group that are ready at <paramref name="now"/>, the longest ready first.</summary>
        /// <remarks>They are this transaction's alone; <c>Move</c> or <c>Delete</c> each in the same transaction.</remarks>
        public ValueTask<IReadOnlyList<Row<(TGroup Group, DateTimeOffset ReadyAt, CommitStamp Stamp), TValue>>> ClaimReadyAsync(
            Transaction transaction, TGroup group, DateTimeOffset now, int max) =>
            table.ClaimAsync(transaction, table.Under(group).UpTo(now), max)!;

        /// <summary>Moves a row to another time, with a value that may be new. The row must have been read or claimed in this transaction.</summary>
        /// <returns>The stamp of its new key (group, <paramref name="readyAt"/>, stamp).</returns>
        public PendingStamp Move(
            Transaction transaction, (TGroup Group, DateTimeOffset ReadyAt, CommitStamp Stamp) key, DateTimeOffset readyAt, TValue value)
        {
            table.Delete(transaction, key);
            return table.Append(transaction, key.Group, readyAt, value);
        }

        /// <summary>When the group's next row is or was ready; null when it has none. Reads that row's key only.</summary>
        public async ValueTask<DateTimeOffset?> NextReadyAsync(Snapshot snapshot, TGroup group) =>
            await table.RangeAsync(snapshot, table.Under(group).All, 1) is [var first] ? first.Key.Item2 : null;
    }
}
