using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Writing a new table down: made, restored or imported.</summary>
internal static class TableCreation
{
    /// <summary>Source: DynamoDB Developer Guide, Quotas: 2,500 tables an account and region.</summary>
    internal const int TablesMax = 2_500;

    internal static async ValueTask<Outcome<TableRecord>> CreateAsync(Transaction transaction, Call call, TableRecord draft, StreamSpecification? stream = null)
    {
        if (await DynamoDbTables.Tables.ContainsAsync(transaction, draft.Row))
        {
            return DynamoDbErrors.TableExists(draft.Name);
        }

        var count = (draft.Account, draft.Region);
        if (await DynamoDbTables.TableCounts.GetAsync(transaction, count) >= TablesMax)
        {
            return DynamoDbErrors.Limit($"Subscriber limit exceeded: You have reached the limit of {TablesMax} tables for the current account and region");
        }

        var table = stream is { StreamEnabled: true } ? await StreamLifecycle.OpenAsync(transaction, call, draft, stream.StreamViewType!) : draft;
        DynamoDbTables.Tables.Put(transaction, table.Row, table);
        DynamoDbTables.TableCounts.Add(transaction, count, 1);
        return table;
    }
}
