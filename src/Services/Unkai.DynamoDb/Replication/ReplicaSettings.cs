using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Replication;

/// <summary>What a replica has of its own: class, key, and capacity for reading. Writing costs the same everywhere.</summary>
internal sealed record ReplicaSettings
{
    private string? TableClass { get; init; }

    private string? KeyId { get; init; }

    private ProvisionedThroughputOverride? Provisioned { get; init; }

    private OnDemandThroughputOverride? OnDemand { get; init; }

    private List<ReplicaGlobalSecondaryIndex>? Indexes { get; init; }

    internal static ReplicaSettings Of(CreateReplicationGroupMemberAction asked) => new()
    {
        TableClass = asked.TableClassOverride,
        KeyId = asked.KMSMasterKeyId,
        Provisioned = asked.ProvisionedThroughputOverride,
        OnDemand = asked.OnDemandThroughputOverride,
        Indexes = asked.GlobalSecondaryIndexes,
    };

    internal static ReplicaSettings Of(UpdateReplicationGroupMemberAction asked) => new()
    {
        TableClass = asked.TableClassOverride,
        KeyId = asked.KMSMasterKeyId,
        Provisioned = asked.ProvisionedThroughputOverride,
        OnDemand = asked.OnDemandThroughputOverride,
        Indexes = asked.GlobalSecondaryIndexes,
    };

    /// <summary>Whether nothing is asked for.</summary>
    internal bool IsEmpty => this is { TableClass: null, KeyId: null, Provisioned: null, OnDemand: null, Indexes: null };

    /// <summary>What the table does not allow; null when nothing is wrong.</summary>
    internal AwsError? Check(TableRecord table)
    {
        var isOnDemand = table.Throughput is null;
        if ((Provisioned is not null || Indexes?.Exists(index => index.ProvisionedThroughputOverride is not null) is true) && isOnDemand)
        {
            return DynamoDbErrors.InvalidParameters("ProvisionedThroughputOverride cannot be specified when BillingMode is PAY_PER_REQUEST");
        }

        if ((OnDemand is not null || Indexes?.Exists(index => index.OnDemandThroughputOverride is not null) is true) && !isOnDemand)
        {
            return DynamoDbErrors.InvalidParameters("OnDemandThroughputOverride cannot be specified when BillingMode is PROVISIONED");
        }

        return Indexes?.Find(index => table.GlobalIndexes.All(present => present.Name != index.IndexName)) is { } unknown
            ? DynamoDbErrors.NoSuchResource with { Message = $"Requested resource not found: Index: {unknown.IndexName} not found" }
            : null;
    }

    /// <summary>How the other regions describe the replica afterwards.</summary>
    internal ReplicaRecord Apply(ReplicaRecord replica) => replica with
    {
        TableClass = TableClass ?? replica.TableClass,
        KeyId = KeyId ?? replica.KeyId,
        ReadUnits = Provisioned?.ReadCapacityUnits ?? replica.ReadUnits,
        OnDemandRead = OnDemand?.MaxReadRequestUnits ?? replica.OnDemandRead,
        Indexes = Indexes is null ? replica.Indexes : Merge(replica.Indexes ?? [], Indexes),
    };

    /// <summary>The replica's own table afterwards.</summary>
    internal TableRecord Apply(TableRecord table, DateTimeOffset now) => table with
    {
        TableClass = TableClass ?? table.TableClass,
        TableClassChangedAt = TableClass is not null && TableClass != (table.TableClass ?? "STANDARD") ? now : table.TableClassChangedAt,
        Throughput = With(table.Throughput, Provisioned, now),
        OnDemand = With(table.OnDemand, OnDemand),
        Indexes =
        [
            .. table.Indexes.Select(index => Indexes?.Find(asked => asked.IndexName == index.Name) is { } own
                ? index with { Throughput = With(index.Throughput, own.ProvisionedThroughputOverride, now), OnDemand = With(index.OnDemand, own.OnDemandThroughputOverride) }
                : index),
        ],
    };

    private static ThroughputRecord? With(ThroughputRecord? throughput, ProvisionedThroughputOverride? own, DateTimeOffset now) =>
        own?.ReadCapacityUnits is { } units ? throughput?.To(units, throughput.Write, now) : throughput;

    private static LimitsRecord? With(LimitsRecord? limits, OnDemandThroughputOverride? own) =>
        own?.MaxReadRequestUnits is { } units ? new LimitsRecord(units, limits?.Write) : limits;

    private static List<ReplicaIndexRecord> Merge(IReadOnlyList<ReplicaIndexRecord> present, List<ReplicaGlobalSecondaryIndex> asked) =>
    [
        .. present.Where(index => asked.TrueForAll(own => own.IndexName != index.Name)),
        .. asked.Select(own => new ReplicaIndexRecord(
            own.IndexName!,
            own.ProvisionedThroughputOverride?.ReadCapacityUnits ?? present.FirstOrDefault(index => index.Name == own.IndexName)?.ReadUnits,
            own.OnDemandThroughputOverride?.MaxReadRequestUnits ?? present.FirstOrDefault(index => index.Name == own.IndexName)?.OnDemandRead)),
    ];
}
