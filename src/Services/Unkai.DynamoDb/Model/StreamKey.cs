namespace Unkai.DynamoDb.Model;

/// <summary>Which stream a job is about.</summary>
internal sealed record StreamKey(string Account, string Region, string Table, string Label);
