namespace Unkai.DynamoDb.Model;

/// <summary>The stream that a table writes to.</summary>
internal sealed record StreamReference(long Id, string Label, string ViewType);
