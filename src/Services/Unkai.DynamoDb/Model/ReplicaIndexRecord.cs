namespace Unkai.DynamoDb.Model;

/// <summary>What a replica has of its own for a global index.</summary>
/// <param name="Name">The index's.</param>
/// <param name="ReadUnits">ProvisionedThroughputOverride; null: the index's own.</param>
/// <param name="OnDemandRead">OnDemandThroughputOverride; null: the index's own.</param>
internal sealed record ReplicaIndexRecord(string Name, long? ReadUnits, long? OnDemandRead);
