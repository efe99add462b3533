namespace Unkai.DynamoDb.Model;

/// <summary>A replica of a global table in another region, and what it has of its own.</summary>
internal sealed record ReplicaRecord(string Region)
{
    public string? TableClass { get; init; }

    public string? KeyId { get; init; }

    public long? ReadUnits { get; init; }

    /// <summary>OnDemandThroughputOverride.</summary>
    public long? OnDemandRead { get; init; }

    /// <summary>Indexes with settings of their own; null: none has.</summary>
    public IReadOnlyList<ReplicaIndexRecord>? Indexes { get; init; }

    /// <summary>Whether the table's items are still being copied to it.</summary>
    public bool IsCreating { get; init; }
}
