using Unkai.Api.DynamoDb;
using Unkai.Api;
using Unkai.Cloud;
using Unkai.Storage;

namespace Unkai.DynamoDb.Operations;

/// <summary>The names of the caller's tables in a region, in their order, up to 100 a page.</summary>
internal sealed class ListTables : IOperation<ListTablesInput, ListTablesOutput>
{
    private const int NamesMax = 100;

    public async ValueTask<Outcome<ListTablesOutput>> ExecuteAsync(Call call, ListTablesInput request)
    {
        var max = request.Limit ?? NamesMax;
        return await call.ReadAsync<Outcome<ListTablesOutput>>(async snapshot =>
        {
            var names = DynamoDbTables.Tables.Under(call.Account.Value, call.Region);
            var rows = await DynamoDbTables.Tables.RangeAsync(snapshot, request.ExclusiveStartTableName is { } start ? names.After(start) : names.All, max + 1);
            var page = rows.Take(max).Select(row => row.Key.Name).ToList();
            return new ListTablesOutput { TableNames = page, LastEvaluatedTableName = rows.Count > max ? page[^1] : null };
        });
    }
}
