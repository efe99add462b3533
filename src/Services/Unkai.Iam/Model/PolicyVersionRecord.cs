namespace Unkai.Iam.Model;

/// <summary>One version of a managed policy.</summary>
internal sealed record PolicyVersionRecord(string Id, string Document, DateTimeOffset CreatedAt);
