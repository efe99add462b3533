using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Jobs;
using Unkai.DynamoDb.Model;
using Unkai.Storage;

namespace Unkai.DynamoDb.Replication;

/// <summary>What a write to a global table leaves for the other regions: a stamp, and a job a region.</summary>
internal static class ReplicaWrites
{
    internal static async ValueTask WriteAsync(Transaction transaction, TableRecord table, WriteOrigin origin, ItemKey key)
    {
        var row = (table.Id, key.Partition, key.Sort);
        var before = await DynamoDbTables.Stamps.GetAsync(transaction, row);
        DynamoDbTables.Stamps.Put(transaction, row, new ReplicaStamp(Math.Max(origin.Now.UtcTicks, (before?.Ticks ?? 0) + 1), table.Region));
        foreach (var replica in table.Replicas)
        {
            transaction.Enqueue(ReplicateItem.JobOf(new ReplicaOrder(table.Reference, replica.Region, key.Partition, key.Sort), origin.Now));
        }
    }
}
