using Unkai.DynamoDb.Backups;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Streams;
using Unkai.DynamoDb.Transactions;
using Unkai.DynamoDb.Transfer;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb;

/// <summary>DynamoDB's tables in the store.</summary>
/// <remarks>
/// A table, an index and a stream have ids of their own, which one that is made again under the same name does not share: rows of a deleted one can never come back.
/// <code>
/// dynamodb 1   (account, region, name)                       TableRecord
/// dynamodb 2   (table, hash, partition key, sort key)        the item; the hash is PartitionHash of the partition key, so that a scan goes in its order
/// dynamodb 3   (index, hash, partition key, sort key, item)  what the index projects of the item; the hash is of the index's partition key, "item" says whose row it is
/// dynamodb 4   (table or index, what)                        how many items, how many bytes
/// dynamodb 5   (table, hash, partition key)                  bytes of an item collection, where the table has local indexes
/// dynamodb 6   (account, region, table name, label)          StreamInfo
/// dynamodb 7   (stream, shard)                               ShardRecord
/// dynamodb 8   (stream, shard, stamp)                        a change: StreamChange
/// dynamodb 9   (time to live, minute, partition, sort key)   nothing: items that have an expiry
/// dynamodb 10  (time to live, minute)                        nothing: minutes for which a job stands
/// dynamodb 11  (table, time, stamp)                          an item as it was before a change: point-in-time recovery
/// dynamodb 12  (account, region, token)                      TokenRecord of a transaction
/// dynamodb 13  (minute, account, region, token)              nothing: tokens by when they end
/// dynamodb 14  (account, region, label)                     BackupRecord
/// dynamodb 15  (backup, hash, partition key, sort key)       the item as it was
/// dynamodb 16  (account, region)                             how many tables
/// dynamodb 17  (minute)                                      nothing: minutes for which a job forgets tokens
/// dynamodb 18  (table, partition key, sort key)              ReplicaStamp of an item of a global table, also of one that is deleted
/// dynamodb 19  (account, region, label)                     ExportRecord
/// dynamodb 20  (account, region, label)                     ImportRecord
/// dynamodb 21  (table or index, read 0 or write 1)           TokenBucket, where throughput counts
/// dynamodb 22  (table or index, read 0 or write 1)           halves of units ever taken from it
/// </code>
/// Keys of partition and sort are KeyBytes; where a table has no sort key, it is empty.
/// </remarks>
internal static class DynamoDbTables
{
    /// <summary>How many items there are.</summary>
    internal const int Count = 0;

    /// <summary>How many bytes they have.</summary>
    internal const int Bytes = 1;

    /// <summary>The value of rows that are only keys.</summary>
    internal static readonly object Present = new();

    private const string Service = "dynamodb";

    private static readonly KeyCodec<(long, ulong, byte[], byte[])> s_itemKey = KeyCodec.Of(KeyCodec.Number, KeyCodec.Natural, KeyCodec.Bytes, KeyCodec.Bytes);

    internal static Table<(string Account, string Region, string Name), TableRecord> Tables { get; } = new(
        Service, 1, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new KeptValueCodec<TableRecord>(new JsonValueCodec<TableRecord>(DynamoDbJson.Default.TableRecord)));

    internal static Table<(long Table, ulong Hash, byte[] Partition, byte[] Sort), MapValue> Items { get; } = new(Service, 2, s_itemKey, ItemCodec.Instance);

    internal static Table<(long Index, ulong Hash, byte[] Partition, byte[] Sort, byte[] Item), MapValue> IndexRows { get; } = new(
        Service, 3, KeyCodec.Of(KeyCodec.Number, KeyCodec.Natural, KeyCodec.Bytes, KeyCodec.Bytes, KeyCodec.Bytes), ItemCodec.Instance);

    internal static CounterTable<(long Owner, int What)> Sizes { get; } = new(Service, 4, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32));

    internal static CounterTable<(long Table, ulong Hash, byte[] Partition)> Collections { get; } =
        new(Service, 5, KeyCodec.Of(KeyCodec.Number, KeyCodec.Natural, KeyCodec.Bytes));

    internal static Table<(string Account, string Region, string Table, string Label), StreamInfo> Streams { get; } = new(
        Service, 6, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<StreamInfo>(DynamoDbJson.Default.StreamInfo));

    /// <summary>The rows of <see cref="Collections"/>, for their ranges.</summary>
    private static readonly Table<(long Table, ulong Hash, byte[] Partition), byte[]> s_collections =
        new(Service, 5, KeyCodec.Of(KeyCodec.Number, KeyCodec.Natural, KeyCodec.Bytes), ValueCodec.Bytes);

    internal static Table<(long Stream, int Shard), ShardRecord> Shards { get; } = new(
        Service, 7, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32), new KeptValueCodec<ShardRecord>(new JsonValueCodec<ShardRecord>(DynamoDbJson.Default.ShardRecord)));

    internal static Table<(long Stream, int Shard, CommitStamp Stamp), StreamChange> Changes { get; } =
        new(Service, 8, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32, KeyCodec.Stamp), new StreamChangeCodec());

    internal static Table<(long TimeToLive, long Minute, byte[] Partition, byte[] Sort), object> Expiries { get; } =
        new(Service, 9, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number, KeyCodec.Bytes, KeyCodec.Bytes), ValueCodec.None);

    internal static Table<(long TimeToLive, long Minute), object> ExpiryMinutes { get; } =
        new(Service, 10, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number), ValueCodec.None);

    internal static Table<(long Table, DateTimeOffset At, CommitStamp Stamp), Recovery.UndoRecord> Undo { get; } =
        new(Service, 11, KeyCodec.Of(KeyCodec.Number, KeyCodec.Time, KeyCodec.Stamp), new Recovery.UndoCodec());

    internal static CounterTable<(string Account, string Region)> TableCounts { get; } = new(Service, 16, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text));

    internal static void DeleteCollections(Transaction transaction, long table) => transaction.DeleteRange(s_collections.Under(table).All);

    internal static Table<(string Account, string Region, string Token), TokenRecord> Tokens { get; } = new(
        Service, 12, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<TokenRecord>(DynamoDbJson.Default.TokenRecord));

    internal static Table<(long Minute, string Account, string Region, string Token), object> ExpiringTokens { get; } =
        new(Service, 13, KeyCodec.Of(KeyCodec.Number, KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), ValueCodec.None);

    internal static Table<long, object> TokenMinutes { get; } = new(Service, 17, KeyCodec.Number, ValueCodec.None);

    internal static Table<(string Account, string Region, string Label), BackupRecord> Backups { get; } = new(
        Service, 14, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<BackupRecord>(DynamoDbJson.Default.BackupRecord));

    internal static Table<(long Backup, ulong Hash, byte[] Partition, byte[] Sort), MapValue> BackupItems { get; } = new(Service, 15, s_itemKey, ItemCodec.Instance);

    internal static Table<(long Table, byte[] Partition, byte[] Sort), ReplicaStamp> Stamps { get; } =
        new(Service, 18, KeyCodec.Of(KeyCodec.Number, KeyCodec.Bytes, KeyCodec.Bytes), new ReplicaStampCodec());

    internal static Table<(string Account, string Region, string Label), ExportRecord> Exports { get; } = new(
        Service, 19, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<ExportRecord>(DynamoDbJson.Default.ExportRecord));

    internal static Table<(string Account, string Region, string Label), ImportRecord> Imports { get; } = new(
        Service, 20, KeyCodec.Of(KeyCodec.Text, KeyCodec.Text, KeyCodec.Text), new JsonValueCodec<ImportRecord>(DynamoDbJson.Default.ImportRecord));

    internal static Table<(long Owner, int Side), Throughput.TokenBucket> Buckets { get; } = new(
        Service, 21, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32), new JsonValueCodec<Throughput.TokenBucket>(DynamoDbJson.Default.TokenBucket));

    internal static CounterTable<(long Owner, int Side)> Spent { get; } = new(Service, 22, KeyCodec.Of(KeyCodec.Number, KeyCodec.Number32));
}
