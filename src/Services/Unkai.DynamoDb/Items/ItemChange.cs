using Unkai.Api;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>What a request does to one item, read and bound: it still has to meet the table.</summary>
internal sealed class ItemChange
{
    internal required ChangeKind Kind { get; init; }

    /// <summary>The item to put, or the key of the item to change.</summary>
    internal required MapValue Given { get; init; }

    /// <summary>Whether the item as it is allows the change; null: always.</summary>
    internal Func<MapValue?, bool>? Condition { get; init; }

    /// <summary>The error where the condition does not hold; null: ConditionalCheckFailedException.</summary>
    internal AwsError? Failure { get; init; }

    /// <summary>What an update makes of an item (null: there is none yet), given its key.</summary>
    internal Func<MapValue?, MapValue, Outcome<UpdatedItem>>? Update { get; init; }

    /// <summary>ReturnValuesOnConditionCheckFailure.</summary>
    internal string? OnFailure { get; init; }
}
