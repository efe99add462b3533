using Unkai.DynamoDb.Items;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.PartiQl;

/// <summary>A page of a SELECT.</summary>
/// <param name="Items">What it shows.</param>
/// <param name="Units">What it consumed.</param>
/// <param name="Last">The key of the last row that was looked at; null at the end.</param>
/// <param name="NextToken">Where it goes on; null at the end.</param>
internal sealed record SelectAnswer(List<MapValue> Items, ConsumedUnits Units, MapValue? Last, string? NextToken);
