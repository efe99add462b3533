using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;

namespace Unkai.DynamoDb.Operations;

/// <summary>A global table of version 2017.11.29: there is none.</summary>
internal sealed class DescribeGlobalTable : IOperation<DescribeGlobalTableInput, DescribeGlobalTableOutput>
{
    public ValueTask<Outcome<DescribeGlobalTableOutput>> ExecuteAsync(Call call, DescribeGlobalTableInput request) =>
        ValueTask.FromResult<Outcome<DescribeGlobalTableOutput>>(ReplicaGroup.NotFound(request.GlobalTableName!));
}
