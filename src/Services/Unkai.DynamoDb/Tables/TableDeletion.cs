using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Removing a table with all that it holds. Its stream stays readable for a day, its backups stay.</summary>
internal static class TableDeletion
{
    internal static async ValueTask DeleteAsync(Transaction transaction, Call call, TableRecord table)
    {
        await StreamLifecycle.CloseAsync(transaction, call, table);
        DynamoDbTables.Stamps.DeleteRange(transaction, DynamoDbTables.Stamps.Under(table.Id).All);
        foreach (var index in table.Indexes)
        {
            DeleteRows(transaction, index);
        }

        DynamoDbTables.Items.DeleteRange(transaction, DynamoDbTables.Items.Under(table.Id).All);
        DeleteSizes(transaction, table.Id);
        DynamoDbTables.DeleteCollections(transaction, table.Id);
        if (table.TimeToLive is { } timeToLive)
        {
            DynamoDbTables.Expiries.DeleteRange(transaction, DynamoDbTables.Expiries.Under(timeToLive.Id).All);
            DynamoDbTables.ExpiryMinutes.DeleteRange(transaction, DynamoDbTables.ExpiryMinutes.Under(timeToLive.Id).All);
        }

        DynamoDbTables.Undo.DeleteRange(transaction, DynamoDbTables.Undo.Under(table.Id).All);
        DynamoDbTables.Tables.Delete(transaction, table.Row);
        DynamoDbTables.TableCounts.Add(transaction, (table.Account, table.Region), -1);
    }

    internal static void DeleteRows(Transaction transaction, IndexRecord index)
    {
        DynamoDbTables.IndexRows.DeleteRange(transaction, DynamoDbTables.IndexRows.Under(index.Id).All);
        DeleteSizes(transaction, index.Id);
    }

    private static void DeleteSizes(Transaction transaction, long owner)
    {
        DynamoDbTables.Sizes.Delete(transaction, (owner, DynamoDbTables.Count));
        DynamoDbTables.Sizes.Delete(transaction, (owner, DynamoDbTables.Bytes));
        foreach (var side in new[] { 0, 1 })
        {
            DynamoDbTables.Buckets.Delete(transaction, (owner, side));
            DynamoDbTables.Spent.Delete(transaction, (owner, side));
        }
    }
}
