namespace Unkai.S3.AccessLogs;

/// <summary>One key of a batch of deletions, as a log tells it.</summary>
/// <param name="Key">The key.</param>
/// <param name="VersionId">The version that was named, or null.</param>
/// <param name="Error">The error's code, or null.</param>
internal sealed record BatchDeletion(string Key, string? VersionId, string? Error);
