using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Recovery;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Streams;
using Unkai.DynamoDb.Values;
using Unkai.Storage;

namespace Unkai.DynamoDb.Items;

/// <summary>Writes one item with all that hangs on it, in one transaction: indexes, sizes, expiry, stream, what recovery undoes.</summary>
internal static class ItemWriter
{
    /// <summary>Source: DynamoDB Developer Guide, Quotas, "Items".</summary>
    internal const int ItemBytesMax = 400 * 1024;

    internal static ValueTask<MapValue?> ReadAsync(Snapshot snapshot, TableRecord table, ItemKey key) => DynamoDbTables.Items.GetAsync(snapshot, key.Row(table.Id));

    /// <summary>Turns <paramref name="old"/>, which was read in this transaction, into <paramref name="item"/>; null is no item.</summary>
    /// <returns>By how many bytes the item collection has grown, where the table has local indexes.</returns>
    internal static async ValueTask<long> WriteAsync(
        Transaction transaction, TableRecord table, WriteOrigin origin, ItemKey key, MapValue? old, MapValue? item, ConsumedUnits? units = null)
    {
        units ??= new ConsumedUnits();
        var oldBytes = old?.ItemSizeBytes ?? 0;
        var itemBytes = item?.ItemSizeBytes ?? 0;
        units.Add(Units.OfWrite(Math.Max(oldBytes, itemBytes)) * origin.UnitFactor);
        if (old is null || item is null ? ReferenceEquals(old, item) : old.IsSameItem(item))
        {
            return 0;
        }

        if (item is null)
        {
            DynamoDbTables.Items.Delete(transaction, key.Row(table.Id));
        }
        else
        {
            DynamoDbTables.Items.Put(transaction, key.Row(table.Id), item);
        }

        AddSize(transaction, table.Id, (item is null ? 0 : 1) - (old is null ? 0 : 1), itemBytes - oldBytes);
        long collectionBytes = itemBytes - oldBytes;
        var hasLocal = false;
        foreach (var index in table.Indexes)
        {
            var delta = await WriteIndexAsync(transaction, table, index, origin, key, old, item, units);
            if (!index.IsGlobal)
            {
                hasLocal = true;
                collectionBytes += delta;
            }
        }

        if (hasLocal)
        {
            DynamoDbTables.Collections.Add(transaction, (table.Id, key.Hash, key.Partition), collectionBytes);
        }

        if (table.TimeToLive is { } timeToLive)
        {
            await Expiry.WriteAsync(transaction, table, timeToLive, origin.Now, key, old, item);
        }

        if (table.Stream is { } stream)
        {
            var shard = await StreamLifecycle.ShardForAsync(transaction, stream.Id, origin.Now);
            DynamoDbTables.Changes.Append(transaction, stream.Id, shard, StreamRecords.ChangeOf(table, stream, origin, old, item));
        }

        if (table.Replicas.Count > 0 && !origin.IsReplicated)
        {
            await ReplicaWrites.WriteAsync(transaction, table, origin, key);
        }

        if (table.Recovery is not null)
        {
            DynamoDbTables.Undo.Append(transaction, table.Id, origin.Now, new UndoRecord { Partition = key.Partition, Sort = key.Sort, Old = old });
        }

        return hasLocal ? collectionBytes : 0;
    }

    /// <summary>Adds an item to an index that is being filled, unless a writer did so before.</summary>
    internal static async ValueTask BackfillAsync(Transaction transaction, TableRecord table, IndexRecord index, ItemKey key, MapValue item)
    {
        if (IndexRow.Of(table, index, key, item) is { } row && !await DynamoDbTables.IndexRows.ContainsAsync(transaction, row.Row))
        {
            DynamoDbTables.IndexRows.Put(transaction, row.Row, row.Projected);
            AddSize(transaction, index.Id, 1, row.Projected.ItemSizeBytes);
        }
    }

    private static async ValueTask<int> WriteIndexAsync(
        Transaction transaction, TableRecord table, IndexRecord index, WriteOrigin origin, ItemKey key, MapValue? old, MapValue? item, ConsumedUnits units)
    {
        var before = old is null ? null : IndexRow.Of(table, index, key, old);
        var after = item is null ? null : IndexRow.Of(table, index, key, item);
        if (before is null && after is null)
        {
            return 0;
        }

        // While an index is being filled, an item's row is there only if the filling has come by, or another write.
        if (index.IsBackfilling && before is { } expected && !await DynamoDbTables.IndexRows.ContainsAsync(transaction, expected.Row))
        {
            before = null;
            if (after is null)
            {
                return 0;
            }
        }

        var oldBytes = before?.Projected.ItemSizeBytes ?? 0;
        var newBytes = after?.Projected.ItemSizeBytes ?? 0;
        double spent;
        if (before is { } was && after is { } now && was.IsAt(now))
        {
            if (was.Projected.Equals(now.Projected))
            {
                return 0;
            }

            spent = Units.OfWrite(Math.Max(oldBytes, newBytes));
        }
        else
        {
            spent = (before is null ? 0 : Units.OfWrite(oldBytes)) + (after is null ? 0 : Units.OfWrite(newBytes));
            if (before is { } gone)
            {
                DynamoDbTables.IndexRows.Delete(transaction, gone.Row);
            }
        }

        if (after is { } put)
        {
            DynamoDbTables.IndexRows.Put(transaction, put.Row, put.Projected);
        }

        AddSize(transaction, index.Id, (after is null ? 0 : 1) - (before is null ? 0 : 1), newBytes - oldBytes);
        units.AddIndex(index.Name, spent * origin.UnitFactor);
        return newBytes - oldBytes;
    }

    private static void AddSize(Transaction transaction, long owner, int count, long bytes)
    {
        if (count != 0)
        {
            DynamoDbTables.Sizes.Add(transaction, (owner, DynamoDbTables.Count), count);
        }

        if (bytes != 0)
        {
            DynamoDbTables.Sizes.Add(transaction, (owner, DynamoDbTables.Bytes), bytes);
        }
    }
}
