using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>What a change found and left.</summary>
internal readonly record struct ChangeResult(ItemKey Key, MapValue? Old, MapValue? New, Func<MapValue, MapValue>? Touched);
