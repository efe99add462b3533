using Unkai.Api;
using Unkai.Api.DynamoDb;

namespace Unkai.DynamoDb.Items;

/// <summary>Expected and ConditionalOperator, which are older than condition expressions.</summary>
internal static class LegacyConditions
{
    internal static AwsError? Check(Dictionary<string, ExpectedAttributeValue>? expected, string? conditionalOperator) =>
        conditionalOperator is not null && expected is null ? DynamoDbErrors.Validation("ConditionalOperator cannot be used without Filter or Expected")
        : conditionalOperator is not null && expected!.Count < 2 ? DynamoDbErrors.Validation("ConditionalOperator can only be used when Filter or Expected has two or more elements")
        : null;

    internal static Outcome<ItemChange> WithExpected(this Outcome<ItemChange> change, Dictionary<string, ExpectedAttributeValue>? expected, string? conditionalOperator) =>
        change.IsError || expected is null ? change : DynamoDbErrors.NotImplemented("the parameter Expected");
}
