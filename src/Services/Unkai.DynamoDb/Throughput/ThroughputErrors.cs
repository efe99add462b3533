using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Throughput;

/// <summary>What a request answers that came too soon.</summary>
/// <remarks>Source: DynamoDB API reference, ThrottlingReason and TransactionCanceledException.</remarks>
internal static class ThroughputErrors
{
    internal const string Provisioned = "ProvisionedThroughputExceededException";
    internal const string OnDemand = "ThrottlingException";

    internal static bool IsThrottling(AwsError? error) => error?.Code is Provisioned or OnDemand;

    /// <summary>The error for what has run dry: the table (a null index), or global indexes.</summary>
    internal static AwsError Of(TableRecord table, IReadOnlyList<IndexRecord?> dry, bool isWrite)
    {
        var isProvisioned = table.Throughput is not null;
        var side = isWrite ? "Write" : "Read";
        var limit = isProvisioned ? "ProvisionedThroughputExceeded" : "MaxOnDemandThroughputExceeded";
        var reasons = dry.Select(index => new ThrottlingReason
        {
            Reason = $"{(index is null ? "Table" : "Index")}{side}{limit}",
            Resource = index is null ? table.Arn : $"{table.Arn}/index/{index.Name}",
        }).ToList();
        var isTable = dry.Contains(null);
        return isProvisioned
            ? new AwsError(Provisioned, 400, isTable
                ? "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API."
                : "The level of configured provisioned throughput for one or more global secondary indexes of the table was exceeded. Consider increasing your provisioning level for the under-provisioned global secondary indexes with the UpdateTable API.")
            {
                Detail = new ProvisionedThroughputExceededException { ThrottlingReasons = reasons },
            }
            : new AwsError(OnDemand, 400, isTable
                ? "Throughput exceeds the maximum OnDemandThroughput configured on table or index. Consider increasing the maximum OnDemandThroughput with the UpdateTable API."
                : "Throughput exceeds the maximum OnDemandThroughput configured on one or more global secondary indexes. Consider increasing the maximum OnDemandThroughput with the UpdateTable API.")
            {
                Detail = new ThrottlingException { ThrottlingReasons = reasons },
            };
    }
}
