using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>A table's key, indexes, settings, state and size; count and size are exact and of now.</summary>
internal sealed class DescribeTable : IOperation<DescribeTableInput, DescribeTableOutput>
{
    public ValueTask<Outcome<DescribeTableOutput>> ExecuteAsync(Call call, DescribeTableInput request) =>
        TableLookup.ReadAsync<DescribeTableOutput>(call, request.TableName!, async (snapshot, table) =>
            new DescribeTableOutput { Table = await TableDescriptions.DescribeAsync(snapshot, call, table) });
}
