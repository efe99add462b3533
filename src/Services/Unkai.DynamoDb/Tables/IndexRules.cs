using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>What holds for indexes that are asked for.</summary>
/// <remarks>Source: DynamoDB Developer Guide, Quotas: 5 local and 20 global indexes, 100 projected attributes over all indexes of a table.</remarks>
internal static class IndexRules
{
    private const int LocalMax = 5;
    private const int GlobalMax = 20;
    private const int ProjectedMax = 100;

    internal static Outcome<IndexRecord> ReadLocal(Call call, LocalSecondaryIndex index, KeyOf table, IReadOnlyList<KeyPart> attributes)
    {
        var name = index.IndexName!;
        if (table.Sort is null)
        {
            return DynamoDbErrors.InvalidParameters("Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex");
        }

        var key = KeySchemaRules.Read(index.KeySchema!, attributes, isIndex: true);
        if (key.IsError)
        {
            return key.Error;
        }

        if (key.Value.Partition.Name != table.Partition.Name)
        {
            return DynamoDbErrors.InvalidParameters(
                $"Index KeySchema does not have the same leading hash key as table KeySchema for index: {name}. index hash key: {key.Value.Partition.Name}, table hash key: {table.Partition.Name}");
        }

        return key.Value.Sort is null
            ? DynamoDbErrors.InvalidParameters($"Index KeySchema does not have a range key for index: {name}")
            : Project(new IndexRecord { Id = NewId(call), Name = name, IsGlobal = false, Key = key.Value, Projection = "" }, index.Projection!);
    }

    internal static Outcome<IndexRecord> ReadGlobal(
        Call call, string name, List<KeySchemaElement> schema, Api.DynamoDb.Projection projection, IReadOnlyList<KeyPart> attributes)
    {
        var key = KeySchemaRules.Read(schema, attributes, isIndex: true, isGlobal: true);
        return key.IsError ? key.Error : Project(new IndexRecord { Id = NewId(call), Name = name, IsGlobal = true, Key = key.Value, Projection = "" }, projection);
    }

    /// <summary>Whether these may be the indexes of one table.</summary>
    internal static AwsError? CheckAll(IReadOnlyList<IndexRecord> indexes)
    {
        var names = new HashSet<string>();
        foreach (var index in indexes)
        {
            if (!names.Add(index.Name))
            {
                return DynamoDbErrors.InvalidParameters($"Duplicate index name: {index.Name}");
            }
        }

        if (indexes.Count(index => !index.IsGlobal) > LocalMax)
        {
            return DynamoDbErrors.InvalidParameters($"Number of LocalSecondaryIndexes exceeds per-table limit of {LocalMax}");
        }

        if (indexes.Count(index => index.IsGlobal) > GlobalMax)
        {
            return DynamoDbErrors.InvalidParameters($"GlobalSecondaryIndex count exceeds the per-table limit of {GlobalMax}");
        }

        return indexes.Sum(index => index.NonKeyAttributes?.Count ?? 0) > ProjectedMax
            ? DynamoDbErrors.InvalidParameters($"Number of projected attributes over all indexes exceeds the per-table limit of {ProjectedMax}")
            : null;
    }

    /// <summary>A GSI's throughput, which follows the table's billing mode.</summary>
    internal static Outcome<ThroughputRecord?> ReadThroughput(string name, ProvisionedThroughput? asked, bool isOnDemand)
    {
        if (isOnDemand)
        {
            return asked is null ? (Outcome<ThroughputRecord?>)(ThroughputRecord?)null
                : DynamoDbErrors.InvalidParameters($"ProvisionedThroughput should not be specified for index: {name} when BillingMode is PAY_PER_REQUEST");
        }

        return asked is null ? DynamoDbErrors.InvalidParameters($"ProvisionedThroughput is not specified for index: {name}")
            : TableSettings.CheckThroughput(asked, $" for index {name}") is { } problem ? problem
            : new ThroughputRecord(asked.ReadCapacityUnits!.Value, asked.WriteCapacityUnits!.Value);
    }

    internal static long NewId(Call call) => (long)(call.Random.NextUInt64() >> 1);

    private static Outcome<IndexRecord> Project(IndexRecord index, Api.DynamoDb.Projection projection)
    {
        var attributes = projection.NonKeyAttributes;
        if (projection.ProjectionType is not { } type)
        {
            return DynamoDbErrors.InvalidParameters("Unknown ProjectionType: null");
        }

        if (type == "INCLUDE" && attributes is null)
        {
            return DynamoDbErrors.InvalidParameters("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
        }

        if (type != "INCLUDE" && attributes is not null)
        {
            return DynamoDbErrors.InvalidParameters($"ProjectionType is {type}, but NonKeyAttributes is specified");
        }

        if (attributes is not null && attributes.Distinct().Count() < attributes.Count)
        {
            return DynamoDbErrors.InvalidParameters("Duplicate attribute name in NonKeyAttributes for index: " + index.Name);
        }

        return index with { Projection = type, NonKeyAttributes = attributes };
    }
}
