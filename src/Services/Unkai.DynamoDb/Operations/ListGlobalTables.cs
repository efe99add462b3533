using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The global tables of version 2017.11.29 that have a replica in a region, in the order of their names; those of 2019.11.21 are not among them.</summary>
internal sealed class ListGlobalTables : IOperation<ListGlobalTablesInput, ListGlobalTablesOutput>
{
    private const int TablesMax = 100;

    public async ValueTask<Outcome<ListGlobalTablesOutput>> ExecuteAsync(Call call, ListGlobalTablesInput request) =>
        await call.ReadAsync<Outcome<ListGlobalTablesOutput>>(async snapshot =>
        {
            var max = Math.Min(request.Limit ?? TablesMax, TablesMax);
            var names = DynamoDbTables.Tables.Under(call.Account.Value, request.RegionName ?? call.Region);
            var rows = await DynamoDbTables.Tables.RangeAsync(snapshot, request.ExclusiveStartGlobalTableName is { } start ? names.After(start) : names.All, TableCreation.TablesMax);
            var found = rows.Where(row => row.Value.GlobalSince is not null).Take(max + 1).ToList();
            return new ListGlobalTablesOutput
            {
                GlobalTables =
                [
                    .. found.Take(max).Select(row => new GlobalTable
                    {
                        GlobalTableName = row.Value.Name,
                        ReplicationGroup = [.. LegacyGroup.RegionsOf(row.Value).Select(region => new Replica { RegionName = region })],
                    }),
                ],
                LastEvaluatedGlobalTableName = found.Count > max ? found[max - 1].Value.Name : null,
            };
        });
}
