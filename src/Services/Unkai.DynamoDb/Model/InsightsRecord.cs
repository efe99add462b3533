namespace Unkai.DynamoDb.Model;

/// <summary>Contributor insights: stored and returned.</summary>
internal sealed record InsightsRecord(bool IsEnabled, string Mode, DateTimeOffset ChangedAt);
