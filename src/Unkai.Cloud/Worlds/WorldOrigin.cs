namespace Unkai.Cloud;

/// <summary>How a world came to be.</summary>
/// <param name="Seed">What its ids, tokens and jitter are drawn from; null: they are cryptographic.</param>
/// <param name="Parent">The world that it was forked from; null when it was made empty.</param>
public sealed record WorldOrigin(ulong? Seed, string? Parent);
