namespace Unkai.DynamoDb.Model;

/// <summary>A replica of a global table in another region.</summary>
internal sealed record ReplicaRecord(string Region)
{
    public string? TableClass { get; init; }

    public string? KeyId { get; init; }

    public long? ReadUnits { get; init; }

    /// <summary>Whether the table's items are still being copied to it.</summary>
    public bool IsCreating { get; init; }
}
