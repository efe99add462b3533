using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>An item after an update.</summary>
/// <param name="Item">All of it.</param>
/// <param name="Touched">Of the item, as it was or is, what the update named: UPDATED_OLD and UPDATED_NEW.</param>
internal readonly record struct UpdatedItem(MapValue Item, Func<MapValue, MapValue> Touched);
