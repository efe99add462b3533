using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;
using Unkai.DynamoDb.Replication;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Tables in the words of DescribeTable.</summary>
internal static class TableDescriptions
{
    /// <summary>What on-demand tables can do from the start, and provisioned ones at least, in units a second.</summary>
    private const long WarmReadMin = 12_000;
    private const long WarmWriteMin = 4_000;

    internal static async ValueTask<TableDescription> DescribeAsync(Snapshot snapshot, Call call, TableRecord table)
    {
        var description = Describe(call, table);
        description.ItemCount = await DynamoDbTables.Sizes.GetAsync(snapshot, (table.Id, DynamoDbTables.Count));
        description.TableSizeBytes = await DynamoDbTables.Sizes.GetAsync(snapshot, (table.Id, DynamoDbTables.Bytes));
        foreach (var index in description.LocalSecondaryIndexes ?? [])
        {
            (index.ItemCount, index.IndexSizeBytes) = await SizeAsync(snapshot, table.FindIndex(index.IndexName!)!);
        }

        foreach (var index in description.GlobalSecondaryIndexes ?? [])
        {
            (index.ItemCount, index.IndexSizeBytes) = await SizeAsync(snapshot, table.FindIndex(index.IndexName!)!);
        }

        return description;
    }

    /// <summary>The same in a passing state, as the call that brings it about answers.</summary>
    internal static TableDescription In(this TableDescription description, string status)
    {
        description.TableStatus = status;
        foreach (var index in description.GlobalSecondaryIndexes ?? [])
        {
            index.IndexStatus = status == "CREATING" ? status : index.IndexStatus;
        }

        return description;
    }

    /// <summary>A new table, which has no items.</summary>
    internal static TableDescription Describe(Call call, TableRecord table)
    {
        var now = call.Clock.GetUtcNow();
        return new TableDescription
        {
            AttributeDefinitions = [.. table.Attributes.Select(part => new AttributeDefinition { AttributeName = part.Name, AttributeType = part.Type })],
            TableName = table.Name,
            KeySchema = SchemaOf(table.Key),
            TableStatus = table.StatusAt(now),
            CreationDateTime = table.CreatedAt,
            ProvisionedThroughput = ThroughputOf(table.Throughput, now),
            TableSizeBytes = 0,
            ItemCount = 0,
            TableArn = table.Arn,
            TableId = table.TableId,
            BillingModeSummary = !table.ShowsBillingMode ? null : new BillingModeSummary
            {
                BillingMode = table.Throughput is null ? "PAY_PER_REQUEST" : "PROVISIONED",
                LastUpdateToPayPerRequestDateTime = table.OnDemandSince,
            },
            LocalSecondaryIndexes = OrNull(table.LocalIndexes.Select(index => LocalOf(table, index))),
            GlobalSecondaryIndexes = OrNull(table.GlobalIndexes.Select(index => GlobalOf(table, index, now))),
            StreamSpecification = table.Stream is { } stream ? new StreamSpecification { StreamEnabled = true, StreamViewType = stream.ViewType } : null,
            LatestStreamLabel = table.LatestStreamLabel,
            LatestStreamArn = table.LatestStreamLabel is { } label ? StreamInfo.ArnOf(table.Account, table.Region, table.Name, label) : null,
            GlobalTableVersion = table.GlobalSince is not null ? LegacyGroup.Version : table.Replicas.Count > 0 ? "2019.11.21" : null,
            Replicas = table.GlobalSince is not null ? null : OrNull(table.Replicas.Select(replica => ReplicaOf(table, replica))),
            RestoreSummary = table.Restore is not { } restore ? null : new RestoreSummary
            {
                SourceBackupArn = restore.BackupArn,
                SourceTableArn = restore.TableArn,
                RestoreDateTime = restore.At,
                RestoreInProgress = restore.IsUnderWay,
            },
            SSEDescription = EncryptionOf(table),
            TableClassSummary = table.TableClass is null ? null : new TableClassSummary { TableClass = table.TableClass, LastUpdateDateTime = table.TableClassChangedAt },
            DeletionProtectionEnabled = table.IsProtected,
            OnDemandThroughput = table.OnDemand is { } limits ? new OnDemandThroughput { MaxReadRequestUnits = limits.Read, MaxWriteRequestUnits = limits.Write } : null,
            WarmThroughput = new TableWarmThroughputDescription
            {
                ReadUnitsPerSecond = WarmRead(table.Warm, table.Throughput),
                WriteUnitsPerSecond = WarmWrite(table.Warm, table.Throughput),
                Status = "ACTIVE",
            },
        };
    }

    internal static List<KeySchemaElement> SchemaOf(KeyOf key) =>
        key.IsComposite
            ? [.. key.Partitions.Select(part => new KeySchemaElement { AttributeName = part.Name, KeyType = "HASH" }), .. key.Sorts.Select(part => new KeySchemaElement { AttributeName = part.Name, KeyType = "RANGE" })]
            : key.Sort is null
            ? [new() { AttributeName = key.Partition.Name, KeyType = "HASH" }]
            : [new() { AttributeName = key.Partition.Name, KeyType = "HASH" }, new() { AttributeName = key.Sort.Name, KeyType = "RANGE" }];

    internal static Projection ProjectionOf(IndexRecord index) => new() { ProjectionType = index.Projection, NonKeyAttributes = index.NonKeyAttributes?.ToList() };

    internal static SSEDescription? EncryptionOf(TableRecord table) =>
        table.Encryption is { } encryption ? new SSEDescription { Status = "ENABLED", SSEType = "KMS", KMSMasterKeyArn = encryption.KeyArn } : null;

    internal static List<T>? OrNull<T>(IEnumerable<T> items) => items.ToList() is { Count: > 0 } list ? list : null;

    private static LocalSecondaryIndexDescription LocalOf(TableRecord table, IndexRecord index) => new()
    {
        IndexName = index.Name,
        KeySchema = SchemaOf(index.Key),
        Projection = ProjectionOf(index),
        IndexSizeBytes = 0,
        ItemCount = 0,
        IndexArn = $"{table.Arn}/index/{index.Name}",
    };

    private static GlobalSecondaryIndexDescription GlobalOf(TableRecord table, IndexRecord index, DateTimeOffset now) => new()
    {
        IndexName = index.Name,
        KeySchema = SchemaOf(index.Key),
        Projection = ProjectionOf(index),
        IndexStatus = table.ActiveAt > now && table.Pending == "CREATING" ? "CREATING" : index.StatusAt(now),
        Backfilling = index.IsBackfilling ? true : null,
        ProvisionedThroughput = ThroughputOf(index.Throughput, now),
        IndexSizeBytes = 0,
        ItemCount = 0,
        IndexArn = $"{table.Arn}/index/{index.Name}",
        OnDemandThroughput = index.OnDemand is { } limits ? new OnDemandThroughput { MaxReadRequestUnits = limits.Read, MaxWriteRequestUnits = limits.Write } : null,
        WarmThroughput = new GlobalSecondaryIndexWarmThroughputDescription
        {
            ReadUnitsPerSecond = WarmRead(index.Warm, index.Throughput),
            WriteUnitsPerSecond = WarmWrite(index.Warm, index.Throughput),
            Status = "ACTIVE",
        },
    };

    private static ReplicaDescription ReplicaOf(TableRecord table, ReplicaRecord replica) => new()
    {
        RegionName = replica.Region,
        ReplicaStatus = replica.IsCreating ? "CREATING" : "ACTIVE",
        ReplicaArn = $"arn:aws:dynamodb:{replica.Region}:{table.Account}:table/{table.Name}",
        KMSMasterKeyId = replica.KeyId,
        ProvisionedThroughputOverride = replica.ReadUnits is { } units ? new ProvisionedThroughputOverride { ReadCapacityUnits = units } : null,
        OnDemandThroughputOverride = replica.OnDemandRead is { } onDemand ? new OnDemandThroughputOverride { MaxReadRequestUnits = onDemand } : null,
        GlobalSecondaryIndexes = replica.Indexes is null ? null : [.. replica.Indexes.Select(ReplicaIndexOf)],
        ReplicaTableClassSummary = new TableClassSummary { TableClass = replica.TableClass ?? table.TableClass ?? "STANDARD" },
    };

    private static ReplicaGlobalSecondaryIndexDescription ReplicaIndexOf(ReplicaIndexRecord index) => new()
    {
        IndexName = index.Name,
        ProvisionedThroughputOverride = index.ReadUnits is { } units ? new ProvisionedThroughputOverride { ReadCapacityUnits = units } : null,
        OnDemandThroughputOverride = index.OnDemandRead is { } onDemand ? new OnDemandThroughputOverride { MaxReadRequestUnits = onDemand } : null,
    };

    private static long WarmRead(LimitsRecord? warm, ThroughputRecord? throughput) => warm?.Read ?? throughput?.Read ?? WarmReadMin;

    private static long WarmWrite(LimitsRecord? warm, ThroughputRecord? throughput) => warm?.Write ?? throughput?.Write ?? WarmWriteMin;

    private static ProvisionedThroughputDescription ThroughputOf(ThroughputRecord? throughput, DateTimeOffset now) => new()
    {
        LastIncreaseDateTime = throughput?.IncreasedAt,
        LastDecreaseDateTime = throughput?.DecreasedAt,
        NumberOfDecreasesToday = throughput?.DecreasesOn(now) ?? 0,
        ReadCapacityUnits = throughput?.Read ?? 0,
        WriteCapacityUnits = throughput?.Write ?? 0,
    };

    private static async ValueTask<(long Items, long Bytes)> SizeAsync(Snapshot snapshot, IndexRecord index) => (
        await DynamoDbTables.Sizes.GetAsync(snapshot, (index.Id, DynamoDbTables.Count)),
        await DynamoDbTables.Sizes.GetAsync(snapshot, (index.Id, DynamoDbTables.Bytes)));
}
