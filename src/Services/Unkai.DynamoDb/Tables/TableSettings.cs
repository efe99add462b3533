using Unkai.Api;
using Unkai.Api.DynamoDb;
using Unkai.Cloud;
using Unkai.DynamoDb.Model;

namespace Unkai.DynamoDb.Tables;

/// <summary>The settings that making and changing a table have in common.</summary>
internal static class TableSettings
{
    private const long UnitsMax = 1_000_000_000_000;
    private const long TableUnitsMax = 40_000;
    private const int TagsMax = 50;

    internal static AwsError? CheckThroughput(ProvisionedThroughput asked, string suffix = "")
    {
        foreach (var (units, name) in new[] { (asked.ReadCapacityUnits!.Value, "ReadCapacityUnits"), (asked.WriteCapacityUnits!.Value, "WriteCapacityUnits") })
        {
            if (units > UnitsMax)
            {
                return DynamoDbErrors.Validation($"Given value {units} for {name} is out of bounds{suffix}");
            }

            if (units > TableUnitsMax)
            {
                return DynamoDbErrors.Limit(
                    $"The requested throughput value exceeds the per-table limit of {TableUnitsMax} {name}.");
            }
        }

        return null;
    }

    /// <summary>A table's throughput by its billing mode; null: on demand.</summary>
    internal static Outcome<ThroughputRecord?> ReadThroughput(string? mode, ProvisionedThroughput? asked)
    {
        if (mode == "PAY_PER_REQUEST")
        {
            return asked is null ? (Outcome<ThroughputRecord?>)(ThroughputRecord?)null
                : DynamoDbErrors.InvalidParameters("Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
        }

        return asked is null ? DynamoDbErrors.InvalidParameters("ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED")
            : CheckThroughput(asked) is { } problem ? problem
            : new ThroughputRecord(asked.ReadCapacityUnits!.Value, asked.WriteCapacityUnits!.Value);
    }

    internal static Outcome<LimitsRecord?> ReadOnDemand(OnDemandThroughput? asked, bool isOnDemand)
    {
        if (asked is null)
        {
            return (LimitsRecord?)null;
        }

        if (!isOnDemand)
        {
            return DynamoDbErrors.InvalidParameters("OnDemandThroughput cannot be specified when BillingMode is PROVISIONED");
        }

        foreach (var units in new[] { asked.MaxReadRequestUnits, asked.MaxWriteRequestUnits })
        {
            if (units is 0 or < -1)
            {
                return DynamoDbErrors.InvalidParameters($"Invalid OnDemandThroughput: {units}. Must be -1 or a positive number");
            }
        }

        return new LimitsRecord(asked.MaxReadRequestUnits, asked.MaxWriteRequestUnits);
    }

    internal static LimitsRecord? ReadWarm(WarmThroughput? asked) => asked is null ? null : new LimitsRecord(asked.ReadUnitsPerSecond, asked.WriteUnitsPerSecond);

    internal static AwsError? CheckStream(StreamSpecification? stream) =>
        stream is { StreamEnabled: true, StreamViewType: null } ? DynamoDbErrors.InvalidParameters("StreamViewType must be specified when StreamEnabled is true")
        : stream is { StreamEnabled: false, StreamViewType: not null } ? DynamoDbErrors.InvalidParameters("Table is being created with a stream disabled, UpdateViewType should not be specified")
        : null;

    internal static Outcome<EncryptionRecord?> ReadEncryption(Call call, SSESpecification? asked)
    {
        if (asked is not { Enabled: true })
        {
            return asked is { Enabled: not true } and ({ SSEType: not null } or { KMSMasterKeyId: not null })
                ? DynamoDbErrors.InvalidParameters("SSEType and KMSMasterKeyId can only be specified when SSE is enabled")
                : (Outcome<EncryptionRecord?>)(EncryptionRecord?)null;
        }

        if (asked.SSEType == "AES256")
        {
            return DynamoDbErrors.InvalidParameters("SSEType AES256 is not supported");
        }

        var key = asked.KMSMasterKeyId ?? "alias/aws/dynamodb";
        return new EncryptionRecord(key.StartsWith("arn:", StringComparison.Ordinal) ? key
            : call.ArnOf("kms", key.StartsWith("alias/", StringComparison.Ordinal) ? key : $"key/{key}").ToString());
    }

    internal static Outcome<Dictionary<string, string>> ReadTags(IEnumerable<Tag>? tags, IReadOnlyDictionary<string, string> present)
    {
        var all = new Dictionary<string, string>(present);
        var named = new HashSet<string>();
        foreach (var tag in tags ?? [])
        {
            if (tag.Key!.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                return DynamoDbErrors.InvalidParameters("User-defined tag keys can't start with [aws:]. This prefix is reserved for system tags. Please remove this prefix from your tag keys and try again.");
            }

            if (!named.Add(tag.Key))
            {
                return DynamoDbErrors.Validation("One or more parameter values were invalid: Duplicate Tag Key: " + tag.Key);
            }

            all[tag.Key] = tag.Value!;
        }

        return all.Count <= TagsMax ? all : DynamoDbErrors.Validation("One or more parameter values were invalid: Too many tags. The maximum is " + TagsMax);
    }
}
