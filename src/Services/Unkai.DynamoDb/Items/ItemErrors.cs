using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Values;

namespace Unkai.DynamoDb.Items;

/// <summary>What reading and writing items answers.</summary>
internal static class ItemErrors
{
    internal const string ConditionFailedMessage = "The conditional request failed";

    internal static AwsError ConditionFailed { get; } = new("ConditionalCheckFailedException", 400, ConditionFailedMessage);

    internal static AwsError ConditionFailedFor(MapValue? item, string? returned) => returned == "ALL_OLD" && item is not null
        ? ConditionFailed with { Detail = new ConditionalCheckFailedException { Item = WireValues.Write(item) } }
        : ConditionFailed;
}
