using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>Changes a table's settings, its stream, or one of its global indexes. A new index is filled by a job while the table is written.</summary>
internal sealed class UpdateTable : IOperation<UpdateTableInput, UpdateTableOutput>
{
    public ValueTask<Outcome<UpdateTableOutput>> ExecuteAsync(Call call, UpdateTableInput request) =>
        TableUpdate.CheckRequest(request) is { } problem ? ValueTask.FromResult<Outcome<UpdateTableOutput>>(problem)
        : TableLookup.ChangeAsync<UpdateTableOutput>(call, request.TableName!, async (transaction, table) =>
        {
            if (table.StatusAt(call.Clock.GetUtcNow()) is var status and not "ACTIVE")
            {
                return DynamoDbErrors.TableInUse(table.Name, status);
            }

            var changed = await TableUpdate.ApplyAsync(transaction, call, table, request);
            if (changed.IsError)
            {
                return changed.Error;
            }

            DynamoDbTables.Tables.Put(transaction, changed.Value.Row, changed.Value);
            var description = (await TableDescriptions.DescribeAsync(transaction, call, changed.Value)).In("UPDATING");
            return new UpdateTableOutput { TableDescription = IndexUpdate.Mark(description, request) };
        });
}
