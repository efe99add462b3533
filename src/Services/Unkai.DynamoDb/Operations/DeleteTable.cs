using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Removes a table with its items and indexes. The answer says DELETING; the table is gone when it comes.</summary>
internal sealed class DeleteTable : IOperation<DeleteTableInput, DeleteTableOutput>
{
    public ValueTask<Outcome<DeleteTableOutput>> ExecuteAsync(Call call, DeleteTableInput request) =>
        TableLookup.ChangeAsync<DeleteTableOutput>(call, request.TableName!, async (transaction, table) =>
        {
            if (table.StatusAt(call.Clock.GetUtcNow()) is var status and not "ACTIVE")
            {
                return DynamoDbErrors.TableInUse(table.Name, status);
            }

            if (table.IsProtected)
            {
                return DynamoDbErrors.Protected;
            }

            var description = TableDescriptions.Describe(call, table).In("DELETING");
            await ReplicaGroup.LeaveAsync(transaction, table);
            await TableDeletion.DeleteAsync(transaction, call, table);
            return new DeleteTableOutput
            {
                TableDescription = new TableDescription
                {
                    TableName = description.TableName,
                    TableStatus = description.TableStatus,
                    ProvisionedThroughput = description.ProvisionedThroughput,
                    TableSizeBytes = 0,
                    ItemCount = 0,
                    TableArn = description.TableArn,
                    TableId = description.TableId,
                    BillingModeSummary = description.BillingModeSummary,
                    LocalSecondaryIndexes = description.LocalSecondaryIndexes,
                    GlobalSecondaryIndexes = description.GlobalSecondaryIndexes,
                    StreamSpecification = description.StreamSpecification,
                    LatestStreamLabel = description.LatestStreamLabel,
                    LatestStreamArn = description.LatestStreamArn,
                    SSEDescription = description.SSEDescription,
                    DeletionProtectionEnabled = false,
                },
            };
        });
}
