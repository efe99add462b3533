namespace Unkai.DynamoDb.Model;

/// <summary>One table and no later one of the same name: what jobs hold.</summary>
internal sealed record TableReference(string Account, string Region, string Name, long Id);
