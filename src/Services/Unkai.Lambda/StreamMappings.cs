using Unkai.Api;
using Unkai.Api.DynamoDbStreams;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda;

/// <summary>Mappings from tables' streams.</summary>
internal static class StreamMappings
{
    private const int RetriesMax = 10_000;
    private const int AgeSecondsMin = 60;
    private const int AgeSecondsMax = 604_800;

    /// <summary>The settings that a new mapping begins with; its end of the stream is where the stream ends now.</summary>
    internal static async ValueTask<Outcome<StreamSettings>> StartAsync(Call call, FunctionReference reference, CreateEventSourceMappingRequest request)
    {
        if (request.StartingPosition is not ("TRIM_HORIZON" or "LATEST"))
        {
            return LambdaErrors.InvalidParameter(request.StartingPosition is null
                ? "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."
                : $"Unsupported starting position for event source. Please provide a valid starting position: [TRIM_HORIZON, LATEST]");
        }

        var version = await call.ReadAsync(snapshot => Functions.FindVersionAsync(snapshot, reference));
        if (version.IsError)
        {
            return version.Error;
        }

        if (CheckDestination(request.DestinationConfig) is { } refused)
        {
            return refused;
        }

        var settings = Change(new StreamSettings { StartingPosition = request.StartingPosition }, request);
        var streams = Roles.CallAs(call, version.Value.Role, reference.Name).DynamoDbStreams;
        var described = await streams.DescribeStreamAsync(new DescribeStreamInput { StreamArn = request.EventSourceArn });
        if (described.IsError)
        {
            return LambdaErrors.InvalidParameter(described.Error.Status == 403 || described.Error.Code == "AccessDeniedException"
                ? "Cannot access stream " + request.EventSourceArn + ". Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
                : $"Stream not found: {request.EventSourceArn}");
        }

        if (settings.StartingPosition != "LATEST" || described.Value.StreamDescription!.Shards is not [.., var last])
        {
            return settings;
        }

        var iterator = await streams.GetShardIteratorAsync(new GetShardIteratorInput { StreamArn = request.EventSourceArn, ShardId = last.ShardId, ShardIteratorType = "LATEST" });
        return iterator.IsError ? iterator.Error : settings with { StartingShard = last.ShardId, StartingIterator = iterator.Value.ShardIterator };
    }

    /// <summary>Batches that are given up are told to queues so far.</summary>
    internal static AwsError? CheckDestination(DestinationConfig? config) =>
        config?.OnFailure?.Destination is { Length: > 0 } destination && Arn.Parse(destination) is not { Service: "sqs" }
            ? LambdaErrors.NotImplemented("event source mappings with a destination that is not an SQS queue")
            : null;

    internal static StreamSettings Change(StreamSettings settings, CreateEventSourceMappingRequest request) => Change(
        settings, request.BisectBatchOnFunctionError, request.MaximumRetryAttempts, request.MaximumRecordAgeInSeconds, request.DestinationConfig);

    internal static StreamSettings Change(StreamSettings settings, UpdateEventSourceMappingRequest request) => Change(
        settings, request.BisectBatchOnFunctionError, request.MaximumRetryAttempts, request.MaximumRecordAgeInSeconds, request.DestinationConfig);

    private static StreamSettings Change(StreamSettings settings, bool? bisects, int? retries, int? age, DestinationConfig? destinations) => settings with
    {
        Bisects = bisects ?? settings.Bisects,
        RetriesMax = Math.Clamp(retries ?? settings.RetriesMax, -1, RetriesMax),
        RecordAgeSecondsMax = age is { } seconds ? seconds < 0 ? -1 : Math.Clamp(seconds, AgeSecondsMin, AgeSecondsMax) : settings.RecordAgeSecondsMax,
        OnFailure = destinations is null ? settings.OnFailure : destinations.OnFailure?.Destination,
    };
}
