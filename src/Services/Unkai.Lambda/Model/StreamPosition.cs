namespace Unkai.Lambda.Model;

/// <summary>How far a mapping has read its stream.</summary>
/// <param name="Shard">The shard that is read.</param>
/// <param name="After">The sequence number of the last record that is done with; null: none of the shard.</param>
internal sealed record StreamPosition(string Shard, string? After);
