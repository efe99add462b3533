using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Recovery;

/// <summary>What became of an item in a span of time.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Old">It before the span; null: there was none.</param>
/// <param name="New">It at the span's end; null: there was none.</param>
/// <param name="ChangedAt">When it was last changed in the span.</param>
internal sealed record ItemHistory(MapValue Key, MapValue? Old, MapValue? New, DateTimeOffset ChangedAt);
