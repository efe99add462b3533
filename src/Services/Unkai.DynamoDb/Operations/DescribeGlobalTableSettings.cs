using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.DynamoDb.Tables;

namespace Unkai.DynamoDb.Operations;

/// <summary>What each region's table of a global table of version 2017.11.29 is provisioned for.</summary>
internal sealed class DescribeGlobalTableSettings : IOperation<DescribeGlobalTableSettingsInput, DescribeGlobalTableSettingsOutput>
{
    public async ValueTask<Outcome<DescribeGlobalTableSettingsOutput>> ExecuteAsync(Call call, DescribeGlobalTableSettingsInput request) =>
        await call.ReadAsync<Outcome<DescribeGlobalTableSettingsOutput>>(async snapshot =>
        {
            var found = await LegacyGroup.FindAsync(snapshot, call, request.GlobalTableName!);
            if (found.IsError)
            {
                return found.Error;
            }

            var settings = new List<ReplicaSettingsDescription> { Describe(call, found.Value) };
            await foreach (var other in ReplicaGroup.OthersAsync(snapshot, found.Value))
            {
                settings.Add(Describe(call, other));
            }

            return new DescribeGlobalTableSettingsOutput { GlobalTableName = found.Value.Name, ReplicaSettings = settings };
        });

    private static ReplicaSettingsDescription Describe(Call call, TableRecord table)
    {
        var described = TableDescriptions.Describe(call, table);
        return new ReplicaSettingsDescription
        {
            RegionName = table.Region,
            ReplicaStatus = "ACTIVE",
            ReplicaBillingModeSummary = described.BillingModeSummary,
            ReplicaProvisionedReadCapacityUnits = table.Throughput?.Read ?? 0,
            ReplicaProvisionedWriteCapacityUnits = table.Throughput?.Write ?? 0,
            ReplicaGlobalSecondaryIndexSettings = described.GlobalSecondaryIndexes?.ConvertAll(index => new ReplicaGlobalSecondaryIndexSettingsDescription
            {
                IndexName = index.IndexName,
                IndexStatus = index.IndexStatus,
                ProvisionedReadCapacityUnits = table.FindIndex(index.IndexName!)!.Throughput?.Read,
                ProvisionedWriteCapacityUnits = table.FindIndex(index.IndexName!)!.Throughput?.Write,
            }),
            ReplicaTableClassSummary = described.TableClassSummary,
        };
    }
}
