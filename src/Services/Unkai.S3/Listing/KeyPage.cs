namespace Unkai.S3.Listing;

/// <summary>One page of a listing.</summary>
/// <param name="Items">The entries that are listed one by one.</param>
/// <param name="CommonPrefixes">The groups that the delimiter rolls up, in order.</param>
/// <param name="IsTruncated">Whether there is more.</param>
/// <param name="Last">The last entry or group of the page: where the next one goes on; null on an empty page.</param>
internal sealed record KeyPage<T>(IReadOnlyList<T> Items, IReadOnlyList<string> CommonPrefixes, bool IsTruncated, string? Last);
