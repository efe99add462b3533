using System.Text.Json;
using Unkai.Cloud.Jobs;
using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Jobs;

/// <summary>Removes the items whose time came in one minute, as the service.</summary>
internal static class ExpireItems
{
    internal const string Kind = "dynamodb.expire";

    private const int ItemsMax = 25;

    internal static Job JobOf(TableRecord table, long timeToLive, long minute, DateTimeOffset due) =>
        new(Kind, due, JsonSerializer.SerializeToUtf8Bytes(new ExpiryOrder(table.Reference, timeToLive, minute), DynamoDbJson.Default.ExpiryOrder));

    internal static async ValueTask<JobResult> RunAsync(JobRun run)
    {
        var order = JsonSerializer.Deserialize(run.Job.Payload.Span, DynamoDbJson.Default.ExpiryOrder)!;
        var world = run.World;
        while (await world.Store.TransactAsync(
            world.Name,
            transaction => RemoveAsync(transaction, order, new WriteOrigin(world.Clock.GetUtcNow(), world.NextRandom(), IsByService: true)),
            run.Cancellation))
        {
        }

        return JobResult.Done;
    }

    /// <returns>Whether there may be more.</returns>
    private static async ValueTask<bool> RemoveAsync(Transaction transaction, ExpiryOrder order, WriteOrigin origin)
    {
        if (await TableLookup.FindAsync(transaction, order.Table) is not { TimeToLive: { } timeToLive } table || timeToLive.Id != order.TimeToLive)
        {
            return false;
        }

        var rows = await DynamoDbTables.Expiries.RangeAsync(transaction, DynamoDbTables.Expiries.Under(order.TimeToLive, order.Minute).All, ItemsMax);
        if (rows.Count == 0)
        {
            DynamoDbTables.ExpiryMinutes.Delete(transaction, (order.TimeToLive, order.Minute));
            return false;
        }

        foreach (var (row, _) in rows)
        {
            var key = new ItemKey(PartitionHash.Of(row.Partition), row.Partition, row.Sort);
            var item = await ItemWriter.ReadAsync(transaction, table, key);
            if (Expiry.SecondOf(item, timeToLive.Attribute) is { } second && Expiry.HasPassed(second, origin.Now))
            {
                await ItemWriter.WriteAsync(transaction, table, origin, key, item, null);
            }

            DynamoDbTables.Expiries.Delete(transaction, row);
        }

        return true;
    }
}
