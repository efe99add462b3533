using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Cloud;
using Unkai.Lambda.Model;

namespace Unkai.Lambda;

/// <summary>How event invocations are configured, by qualifier.</summary>
internal static class EventInvokes
{
    internal static string KeyOf(FunctionReference reference) => reference.Qualifier ?? FunctionReference.Latest;

    internal static AwsError NotFound(FunctionReference reference) => LambdaErrors.NotFound($"The function {reference.FunctionArn}:{KeyOf(reference)} doesn't have an EventInvokeConfig");

    internal static FunctionEventInvokeConfig Describe(FunctionReference reference, string qualifier, EventInvokeRecord record) => new()
    {
        LastModified = record.LastModified,
        FunctionArn = $"{reference.FunctionArn}:{qualifier}",
        MaximumRetryAttempts = record.RetriesMax,
        MaximumEventAgeInSeconds = record.AgeSecondsMax,
        DestinationConfig = new DestinationConfig
        {
            OnSuccess = new OnSuccess { Destination = record.OnSuccess },
            OnFailure = new OnFailure { Destination = record.OnFailure },
        },
    };

    /// <summary>Stores what a request says, over <c>known</c> when the request only changes.</summary>
    internal static async ValueTask<Outcome<FunctionEventInvokeConfig>> PutAsync(
        Call call, string? name, string? qualifier, int? retries, int? ageSeconds, DestinationConfig? destinations, bool isUpdate)
    {
        var parsed = FunctionReference.Parse(call, name, qualifier);
        if (parsed.IsError)
        {
            return parsed.Error;
        }

        var (success, failure) = (destinations?.OnSuccess?.Destination, destinations?.OnFailure?.Destination);
        if ((CheckDestination(success) ?? CheckDestination(failure)) is { } refused)
        {
            return refused;
        }

        if ((retries ?? ageSeconds) is null && destinations is null)
        {
            return LambdaErrors.InvalidParameter("You must specify at least one of error handling or destination setting.");
        }

        var reference = parsed.Value;
        return await call.TransactAsync<FunctionEventInvokeConfig>(async transaction =>
        {
            var version = await Functions.FindVersionAsync(transaction, reference);
            if (version.IsError)
            {
                return version.Error;
            }

            var function = (await Functions.FindAsync(transaction, reference)).Value;
            var known = isUpdate ? function.EventInvokes.GetValueOrDefault(KeyOf(reference)) : null;
            if (isUpdate && known is null)
            {
                return NotFound(reference);
            }

            var record = new EventInvokeRecord
            {
                LastModified = call.Clock.GetUtcNow(),
                RetriesMax = retries ?? known?.RetriesMax,
                AgeSecondsMax = ageSeconds ?? known?.AgeSecondsMax,
                OnSuccess = destinations?.OnSuccess is null ? known?.OnSuccess : string.IsNullOrEmpty(success) ? null : success,
                OnFailure = destinations?.OnFailure is null ? known?.OnFailure : string.IsNullOrEmpty(failure) ? null : failure,
            };
            LambdaTables.Functions.Put(
                transaction,
                reference.Key,
                function with { EventInvokes = new Dictionary<string, EventInvokeRecord>(function.EventInvokes) { [KeyOf(reference)] = record } });
            return Describe(reference, KeyOf(reference), record);
        });
    }

    private static AwsError? CheckDestination(string? destination) =>
        string.IsNullOrEmpty(destination) ? null
        : Arn.Parse(destination) is not { } arn ? LambdaErrors.InvalidParameter($"The provided destination is invalid: {destination}")
        : arn.Service is not ("sqs" or "lambda") ? LambdaErrors.NotImplemented($"destinations in {arn.Service}")
        : null;
}
