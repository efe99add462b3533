using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Replication;

namespace Unkai.DynamoDb.Operations;

/// <summary>A global table of version 2017.11.29.</summary>
internal sealed class DescribeGlobalTable : IOperation<DescribeGlobalTableInput, DescribeGlobalTableOutput>
{
    public async ValueTask<Outcome<DescribeGlobalTableOutput>> ExecuteAsync(Call call, DescribeGlobalTableInput request)
    {
        var found = await call.ReadAsync(snapshot => LegacyGroup.FindAsync(snapshot, call, request.GlobalTableName!));
        return found.IsError ? found.Error : new DescribeGlobalTableOutput
        {
            GlobalTableDescription = LegacyGroup.Describe(call.Account.Value, found.Value.Name, found.Value.GlobalSince!.Value, LegacyGroup.RegionsOf(found.Value), "ACTIVE"),
        };
    }
}
