using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Throughput;

namespace Unkai.DynamoDb.Transactions;

/// <summary>A transaction that was not carried out, and each part's reason.</summary>
internal static class Cancellation
{
    internal static CancellationReason NoReason => new() { Code = "None" };

    /// <summary>The parts' reasons; null is none. Null when no part has one.</summary>
    internal static AwsError? Of(IReadOnlyList<AwsError?> parts)
    {
        if (parts.All(part => part is null))
        {
            return null;
        }

        return Of([.. parts.Select(ReasonOf)]);
    }

    /// <summary>Every part met others that changed the same items at the same time.</summary>
    internal static AwsError Conflict(int parts) => Of([.. Enumerable.Range(0, parts).Select(_ =>
        new CancellationReason { Code = "TransactionConflict", Message = "Transaction is ongoing for the item" })]);

    internal static CancellationReason ReasonOf(AwsError? part) => part switch
    {
        null => NoReason,
        { Code: "ConditionalCheckFailedException" } => new CancellationReason
        {
            Code = "ConditionalCheckFailed",
            Message = part.Message,
            Item = (part.Detail as ConditionalCheckFailedException)?.Item,
        },
        { Code: "ProvisionedThroughputExceededException" } => new CancellationReason { Code = "ProvisionedThroughputExceeded", Message = part.Message },
        { Code: ThroughputErrors.OnDemand } => new CancellationReason { Code = "ThrottlingError", Message = part.Message },
        { Code: "DuplicateItemException" } => new CancellationReason { Code = "DuplicateItem", Message = part.Message },
        { Code: "ItemCollectionSizeLimitExceededException" } => new CancellationReason { Code = "ItemCollectionSizeLimitExceeded", Message = part.Message },
        _ => new CancellationReason { Code = "ValidationError", Message = part.Message },
    };

    private static AwsError Of(List<CancellationReason> reasons) => new(
        "TransactionCanceledException",
        400,
        $"Transaction cancelled, please refer cancellation reasons for specific reasons [{string.Join(", ", reasons.Select(reason => reason.Code))}]")
    {
        Detail = new TransactionCanceledException { CancellationReasons = reasons },
    };
}
