using System.Globalization;
using System.Text.Json;
using Unkai.Cloud;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>How streams and their shards begin and end.</summary>
/// <remarks>A stream has one open shard. A write four hours after its opening closes it and opens its child, as DynamoDB rolls shards over.</remarks>
internal static class StreamLifecycle
{
    internal static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_shardLife = TimeSpan.FromHours(4);

    /// <summary>Makes a stream for a table; the table's record is written by the caller.</summary>
    internal static async ValueTask<TableRecord> OpenAsync(Transaction transaction, Call call, TableRecord table, string viewType)
    {
        var now = call.Clock.GetUtcNow();
        var at = now;
        while (await DynamoDbTables.Streams.ContainsAsync(transaction, (table.Account, table.Region, table.Name, LabelOf(at))))
        {
            at = at.AddMilliseconds(1);
        }

        var stream = new StreamInfo
        {
            Id = IndexRules.NewId(call),
            Account = table.Account,
            Region = table.Region,
            Table = table.Name,
            Label = LabelOf(at),
            ViewType = viewType,
            CreatedAt = now,
            Key = table.Key,
        };
        DynamoDbTables.Streams.Put(transaction, (stream.Account, stream.Region, stream.Table, stream.Label), stream);
        OpenShard(transaction, stream.Id, 0, now);
        return table with { Stream = new StreamReference(stream.Id, stream.Label, viewType), LatestStreamLabel = stream.Label };
    }

    /// <summary>Ends a table's stream: it can be read for another day.</summary>
    internal static async ValueTask<TableRecord> CloseAsync(Transaction transaction, Call call, TableRecord table)
    {
        if (table.Stream is not { } reference)
        {
            return table;
        }

        var now = call.Clock.GetUtcNow();
        var key = (table.Account, table.Region, table.Name, reference.Label);
        if (await DynamoDbTables.Streams.GetAsync(transaction, key) is { } stream)
        {
            DynamoDbTables.Streams.Put(transaction, key, stream with { EndedAt = now });
        }

        if (await FindOpenShardAsync(transaction, reference.Id) is { } shard)
        {
            DynamoDbTables.Shards.Put(transaction, (reference.Id, shard.Number), shard with { ClosedAt = now });
        }

        transaction.Enqueue(new Job(TrimStream.EndKind, now + Retention, JsonSerializer.SerializeToUtf8Bytes(new StreamKey(key.Account, key.Region, key.Name, key.Label), DynamoDbJson.Default.StreamKey)));
        return table with { Stream = null };
    }

    /// <summary>The shard that takes a change now. Reading it in the change's transaction makes sure that nothing comes into a shard after its end.</summary>
    internal static async ValueTask<int> ShardForAsync(Transaction transaction, long stream, DateTimeOffset now)
    {
        if (await FindOpenShardAsync(transaction, stream) is not { } shard)
        {
            OpenShard(transaction, stream, 0, now);
            return 0;
        }

        if (now < shard.OpenedAt + s_shardLife)
        {
            return shard.Number;
        }

        DynamoDbTables.Shards.Put(transaction, (stream, shard.Number), shard with { ClosedAt = now });
        OpenShard(transaction, stream, shard.Number + 1, now);
        return shard.Number + 1;
    }

    private static async ValueTask<ShardRecord?> FindOpenShardAsync(Snapshot snapshot, long stream) =>
        await DynamoDbTables.Shards.RangeAsync(snapshot, DynamoDbTables.Shards.Under(stream).All, 1, reverse: true) is [var last] ? last.Value : null;

    private static void OpenShard(Transaction transaction, long stream, int number, DateTimeOffset now)
    {
        DynamoDbTables.Shards.Put(transaction, (stream, number), new ShardRecord(number, now));
        transaction.Enqueue(TrimStream.JobOf(stream, number, now + s_shardLife + Retention));
    }

    private static string LabelOf(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
