using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;
using Unkai.DynamoDb.Streams;
using Unkai.Storage;

namespace Unkai.DynamoDb.Tables;

/// <summary>Resource policies of tables and of their streams.</summary>
internal static class TablePolicies
{
    private const int BytesMax = 20 * 1024;

    internal static AwsError NotFound { get; } = new("PolicyNotFoundException", 400, "Resource-based policy not found for the provided ResourceArn");

    /// <summary>The policy that a table or a stream has, by its ARN, and its revision.</summary>
    internal static async ValueTask<Outcome<(string? Policy, string? Revision)>> FindAsync(Snapshot snapshot, string arn)
    {
        if (IsStream(arn))
        {
            var stream = await StreamLookup.FindAsync(snapshot, arn);
            return stream.IsError ? stream.Error : (stream.Value.Policy, stream.Value.PolicyRevision);
        }

        var table = await TableLookup.FindByArnAsync(snapshot, arn);
        return table.IsError ? table.Error : (table.Value.Policy, table.Value.PolicyRevision);
    }

    /// <summary>Gives another policy, or none, to a table or a stream that is there.</summary>
    internal static async ValueTask WriteAsync(Transaction transaction, string arn, string? policy, string? revision)
    {
        if (IsStream(arn))
        {
            var stream = (await StreamLookup.FindAsync(transaction, arn)).Value;
            DynamoDbTables.Streams.Put(transaction, (stream.Account, stream.Region, stream.Table, stream.Label), stream with { Policy = policy, PolicyRevision = revision });
            return;
        }

        var table = (await TableLookup.FindByArnAsync(transaction, arn)).Value;
        DynamoDbTables.Tables.Put(transaction, table.Row, table with { Policy = policy, PolicyRevision = revision });
    }

    /// <summary>A revision's id: milliseconds since 1970, which grow.</summary>
    internal static string NewRevision(Call call) => $"{call.Clock.GetUtcNow().ToUnixTimeMilliseconds()}{call.Random.NextUInt64() % 1000:D3}";

    internal static AwsError? Check(string? policy)
    {
        if (policy is null)
        {
            return null;
        }

        if (policy.Length > BytesMax)
        {
            return DynamoDbErrors.Limit("Resource-based policy exceeds the size limit of 20480 bytes");
        }

        return PolicyParser.Parse(policy, PolicyKind.Resource, out var problem) is null ? DynamoDbErrors.Validation("Invalid policy document: " + problem) : null;
    }

    private static bool IsStream(string arn) => arn.Contains("/stream/", StringComparison.Ordinal);
}
