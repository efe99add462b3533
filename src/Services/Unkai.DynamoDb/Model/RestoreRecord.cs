namespace Unkai.DynamoDb.Model;

/// <summary>Where a restored table comes from.</summary>
internal sealed record RestoreRecord(string? BackupArn, string? TableArn, DateTimeOffset At, bool IsUnderWay);
