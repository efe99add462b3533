using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Recovery;

/// <summary>The items that were changed in a span of time, by the log of what recovery undoes: each once, however often it was changed.</summary>
internal static class ChangedItems
{
    /// <param name="snapshot">What to read.</param>
    /// <param name="table">The table, whose recovery is on.</param>
    /// <param name="from">The span's beginning, which belongs to it.</param>
    /// <param name="to">The span's end, which does not.</param>
    internal static async ValueTask<List<ItemHistory>> ReadAsync(Snapshot snapshot, TableRecord table, DateTimeOffset from, DateTimeOffset to)
    {
        var changes = new Dictionary<string, Change>();
        await foreach (var (key, undo) in DynamoDbTables.Undo.EachAsync(snapshot, DynamoDbTables.Undo.Under(table.Id).From(from)))
        {
            var item = new ItemKey(PartitionHash.Of(undo.Partition), undo.Partition, undo.Sort);
            if (key.At < to)
            {
                var change = changes.TryGetValue(item.Text, out var known) ? known : changes[item.Text] = new Change(item, undo.Old);
                change.ChangedAt = key.At;
                change.Seen ??= undo.Old;
            }
            else if (changes.TryGetValue(item.Text, out var change) && !change.IsEnded)
            {
                (change.IsEnded, change.New) = (true, undo.Old);
            }
        }

        var histories = new List<ItemHistory>();
        foreach (var change in changes.Values)
        {
            var last = change.IsEnded ? change.New : await ItemWriter.ReadAsync(snapshot, table, change.Key);
            if ((change.Seen ?? last) is { } seen)
            {
                histories.Add(new ItemHistory(seen.Only(table.Key.Parts.Select(part => part.Name)), change.Old, last, change.ChangedAt));
            }
        }

        return histories;
    }

    private sealed class Change(ItemKey key, MapValue? old)
    {
        internal ItemKey Key { get; } = key;

        internal MapValue? Old { get; } = old;

        /// <summary>It at any time, for its key: what is made and removed in the span is there at neither end.</summary>
        internal MapValue? Seen { get; set; }

        internal MapValue? New { get; set; }

        internal bool IsEnded { get; set; }

        internal DateTimeOffset ChangedAt { get; set; }
    }
}
