namespace Unkai.DynamoDb.Model;

/// <summary>Point-in-time recovery of a table: since when changes are kept, and how many days long (1 to 35).</summary>
internal sealed record RecoveryRecord(DateTimeOffset Since, int Days)
{
    internal DateTimeOffset EarliestAt(DateTimeOffset now) => now.AddDays(-Days) is var first && first > Since ? first : Since;
}
