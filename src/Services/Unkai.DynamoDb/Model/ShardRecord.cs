namespace Unkai.DynamoDb.Model;

/// <summary>A shard of a stream. One is open at a time; a write four hours after its opening closes it and opens its child.</summary>
internal sealed record ShardRecord(int Number, DateTimeOffset OpenedAt)
{
    public DateTimeOffset? ClosedAt { get; init; }
}
