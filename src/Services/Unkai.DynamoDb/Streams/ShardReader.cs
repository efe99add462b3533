using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>Reads changes of a shard in their order.</summary>
internal static class ShardReader
{
    private const long BytesMax = 1024 * 1024;

    /// <summary>Changes after a place, as many as asked for or a megabyte, without those that are more than a day old.</summary>
    internal static async ValueTask<List<(CommitStamp Stamp, StreamChange Change)>> ReadAsync(
        Snapshot snapshot, long stream, int shard, CommitStamp? after, DateTimeOffset now, int limit)
    {
        var rows = DynamoDbTables.Changes.Under(stream, shard);
        var changes = new List<(CommitStamp, StreamChange)>();
        var bytes = 0L;
        await foreach (var (key, change) in DynamoDbTables.Changes.EachAsync(snapshot, after is { } seen ? rows.After(seen) : rows.All))
        {
            if (change.At + StreamLifecycle.Retention <= now)
            {
                continue;
            }

            bytes += change.SizeBytes;
            changes.Add((key.Stamp, change));
            if (changes.Count >= limit || bytes >= BytesMax)
            {
                break;
            }
        }

        return changes;
    }

    /// <summary>The place of the newest change; null when there is none.</summary>
    internal static async ValueTask<CommitStamp?> NewestAsync(Snapshot snapshot, long stream, int shard) =>
        await DynamoDbTables.Changes.RangeAsync(snapshot, DynamoDbTables.Changes.Under(stream, shard).All, 1, reverse: true) is [var last] ? last.Key.Stamp : null;

    /// <summary>The place of the first change that is stored, be it older than a day or not; null when there is none.</summary>
    internal static async ValueTask<CommitStamp?> FirstAsync(Snapshot snapshot, long stream, int shard) =>
        await DynamoDbTables.Changes.RangeAsync(snapshot, DynamoDbTables.Changes.Under(stream, shard).All, 1) is [var first] ? first.Key.Stamp : null;

    /// <summary>The place of the oldest change that is kept; null when there is none.</summary>
    internal static async ValueTask<CommitStamp?> OldestAsync(Snapshot snapshot, long stream, int shard, DateTimeOffset now) =>
        await ReadAsync(snapshot, stream, shard, null, now, 1) is [var first] ? first.Stamp : null;
}
