using System.Collections.Frozen;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.Lambda.EventSources;
using Unkai.Lambda.Jobs;
using Unkai.Lambda.Model;

namespace Unkai.Lambda;

/// <summary>Event source mappings: what they may be and how the API shows them.</summary>
internal static class Mappings
{
    private const int ItemsWithoutWindowMax = 10;
    private const int WindowSecondsMax = 300;

    private static readonly FrozenSet<string> s_refused = new[]
    {
        "KMSKeyArn", "ProvisionedPollerConfig", "ParallelizationFactor", "TumblingWindowInSeconds", "SourceAccessConfigurations", "StartingPositionTimestamp",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_onlyOfStreams = new[]
    {
        "StartingPosition", "DestinationConfig", "BisectBatchOnFunctionError", "MaximumRetryAttempts", "MaximumRecordAgeInSeconds",
    }.ToFrozenSet(StringComparer.Ordinal);

    internal static (AccountId Account, string Region, string Uuid) KeyOf(Call call, string uuid) => (call.Account, call.Region, uuid);

    internal static EventSourceMappingConfiguration Describe(Call call, MappingRecord mapping, string? state = null) => new()
    {
        UUID = mapping.Uuid,
        BatchSize = mapping.BatchSize,
        MaximumBatchingWindowInSeconds = mapping.WindowSeconds,
        EventSourceArn = mapping.SourceArn,
        FilterCriteria = mapping.Filters.Count == 0 ? null : new FilterCriteria { Filters = [.. mapping.Filters.Select(pattern => new Filter { Pattern = pattern })] },
        FunctionArn = new FunctionReference(call.Account, call.Region, mapping.Function, mapping.Qualifier).QualifiedArn,
        LastModified = mapping.LastModified,
        State = state ?? (mapping.IsEnabled ? "Enabled" : "Disabled"),
        StateTransitionReason = "USER_INITIATED",
        FunctionResponseTypes = mapping.ReportsItemFailures ? ["ReportBatchItemFailures"] : [],
        StartingPosition = mapping.Stream?.StartingPosition,
        BisectBatchOnFunctionError = mapping.Stream?.Bisects,
        MaximumRetryAttempts = mapping.Stream?.RetriesMax,
        MaximumRecordAgeInSeconds = mapping.Stream?.RecordAgeSecondsMax,
        ParallelizationFactor = mapping.Stream is null ? null : 1,
        TumblingWindowInSeconds = mapping.Stream is null ? null : 0,
        LastProcessingResult = mapping.Stream is null ? null : "No records processed",
        DestinationConfig = mapping.Stream is null ? null : new DestinationConfig { OnFailure = mapping.Stream.OnFailure is { } target ? new OnFailure { Destination = target } : null },
        ScalingConfig = mapping.ConcurrencyMax is { } max ? new ScalingConfig { MaximumConcurrency = max } : null,
        EventSourceMappingArn = call.ArnOf("lambda", $"event-source-mapping:{mapping.Uuid}").ToString(),
    };

    /// <summary>Why a mapping cannot be; null when it can.</summary>
    internal static AwsError? Check(MappingRecord mapping)
    {
        var isFifo = mapping.SourceArn.EndsWith(".fifo", StringComparison.Ordinal);
        if (mapping.Filters.FirstOrDefault(pattern => EventFilter.Parse(pattern) is null) is not null)
        {
            return LambdaErrors.InvalidParameter("Invalid filter pattern definition.");
        }

        if (IsStream(Arn.Parse(mapping.SourceArn)!.Value))
        {
            return mapping.WindowSeconds > WindowSecondsMax ? LambdaErrors.InvalidParameter("Maximum batch window in seconds must be less than or equal to 300.") : null;
        }

        return isFifo && mapping.BatchSize > ItemsWithoutWindowMax ? LambdaErrors.InvalidParameter("Batch size must be less than or equal to 10 for FIFO queues.")
            : isFifo && mapping.WindowSeconds > 0 ? LambdaErrors.InvalidParameter("Batching window is not supported for FIFO queues")
            : mapping.WindowSeconds > WindowSecondsMax ? LambdaErrors.InvalidParameter("Maximum batch window in seconds must be less than or equal to 300.")
            : mapping.BatchSize > ItemsWithoutWindowMax && mapping.WindowSeconds < 1
                ? LambdaErrors.InvalidParameter("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")
            : null;
    }

    /// <summary>Whether the function is there, its role may read the queue, and the queue hides messages for as long as the function runs.</summary>
    internal static async ValueTask<AwsError?> CheckQueueAsync(Call call, FunctionReference reference, string queueArn)
    {
        var version = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, reference));
        if (version.IsError)
        {
            return version.Error;
        }

        var asked = await Roles.CallAs(call, version.Value.Role, reference.Name).Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest
        {
            QueueUrl = EventDestinations.QueueUrlOf(call, Arn.Parse(queueArn)!.Value),
            AttributeNames = ["VisibilityTimeout"],
        });
        if (asked.IsError)
        {
            return LambdaErrors.InvalidParameter(asked.Error.Status == 403
                ? "The function execution role does not have permissions to call ReceiveMessage on SQS"
                : $"Error occurred while ReceiveMessage. SQS Error Code: {asked.Error.Code}. SQS Error Message: {asked.Error.Message}");
        }

        return int.TryParse(asked.Value.Attributes?.GetValueOrDefault("VisibilityTimeout"), out var seconds) && seconds < version.Value.TimeoutSeconds
            ? LambdaErrors.InvalidParameter($"Queue visibility timeout: {seconds} seconds is less than Function timeout: {version.Value.TimeoutSeconds} seconds")
            : null;
    }

    /// <summary>Members of a request that belong to other event sources or are not implemented, by name.</summary>
    internal static AwsError? Refuse(Shape request, bool isStream)
    {
        for (var slot = request.NextSet(0); slot >= 0; slot = request.NextSet(slot + 1))
        {
            var name = request.Contract.Members[slot].Name;
            if (isStream && IsDefault(name, request.GetValue(slot).Bits))
            {
                continue;
            }

            if (s_refused.Contains(name) || (isStream ? name == "ScalingConfig" : s_onlyOfStreams.Contains(name)))
            {
                return LambdaErrors.NotImplemented($"event source mappings with {name}");
            }
        }

        return null;
    }

    /// <summary>Whether a number asks for what is done anyway: one batch of a shard at a time, and no window.</summary>
    private static bool IsDefault(string name, long value) => (name, value) is ("ParallelizationFactor", 1) or ("TumblingWindowInSeconds", 0);

    /// <summary>Whether a source is a table's stream.</summary>
    internal static bool IsStream(Arn source) => source.Service == "dynamodb" && source.Resource.Contains("/stream/", StringComparison.Ordinal);
}
