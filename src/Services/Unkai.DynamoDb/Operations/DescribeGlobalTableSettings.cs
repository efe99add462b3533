using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;

namespace Unkai.DynamoDb.Operations;

/// <summary>The settings of a global table of version 2017.11.29: there is none.</summary>
internal sealed class DescribeGlobalTableSettings : IOperation<DescribeGlobalTableSettingsInput, DescribeGlobalTableSettingsOutput>
{
    public ValueTask<Outcome<DescribeGlobalTableSettingsOutput>> ExecuteAsync(Call call, DescribeGlobalTableSettingsInput request) =>
        ValueTask.FromResult<Outcome<DescribeGlobalTableSettingsOutput>>(ReplicaGroup.NotFound(request.GlobalTableName!));
}
