using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Items;

/// <summary>What the answers of PutItem, UpdateItem and DeleteItem hold.</summary>
internal sealed record WriteAnswer(Dictionary<string, AttributeValue>? Attributes, ConsumedCapacity? Capacity, ItemCollectionMetrics? Metrics)
{
    /// <summary>Why nothing was written, where the cost of trying was.</summary>
    internal AwsError? Refusal { get; init; }
}
