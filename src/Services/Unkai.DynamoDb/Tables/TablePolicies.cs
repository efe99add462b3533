using Unkai.Api;
using Unkai.Cloud;
using Unkai.Cloud.Authorization;

namespace Unkai.DynamoDb.Tables;

/// <summary>Resource policies of tables.</summary>
internal static class TablePolicies
{
    private const int BytesMax = 20 * 1024;

    internal static AwsError NotFound { get; } = new("PolicyNotFoundException", 400, "Resource-based policy not found for the provided ResourceArn");

    /// <summary>Policies of streams are not there yet.</summary>
    internal static AwsError? CheckArn(string arn) =>
        arn.Contains("/stream/", StringComparison.Ordinal) ? DynamoDbErrors.NotImplemented("resource policies of streams") : null;

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
}
