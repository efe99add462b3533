using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Items;

/// <summary>What the answers of PutItem, UpdateItem and DeleteItem hold.</summary>
internal sealed record WriteAnswer(Dictionary<string, AttributeValue>? Attributes, ConsumedCapacity? Capacity, ItemCollectionMetrics? Metrics);
