using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;

namespace Unkai.DynamoDb.Operations;

/// <summary>Global tables of version 2017.11.29: there are none, those of 2019.11.21 are not among them.</summary>
internal sealed class ListGlobalTables : IOperation<ListGlobalTablesInput, ListGlobalTablesOutput>
{
    public ValueTask<Outcome<ListGlobalTablesOutput>> ExecuteAsync(Call call, ListGlobalTablesInput request) =>
        ValueTask.FromResult<Outcome<ListGlobalTablesOutput>>(new ListGlobalTablesOutput { GlobalTables = [] });
}
