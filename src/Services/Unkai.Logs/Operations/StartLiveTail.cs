using Unkai.Api;
using Unkai.Api.Logs;
using Unkai.Cloud;
using Unkai.Logs.LiveTail;
using Unkai.Logs.Patterns;

namespace Unkai.Logs.Operations;

/// <summary>Streams the events that come in from now on.</summary>
internal sealed class StartLiveTail : IOperation<StartLiveTailRequest, StartLiveTailResponse>
{
    public async ValueTask<Outcome<StartLiveTailResponse>> ExecuteAsync(Call call, StartLiveTailRequest request)
    {
        if (Check(request) is { } refused)
        {
            return refused;
        }

        var pattern = FilterPattern.Parse(request.LogEventFilterPattern);
        if (pattern.IsError)
        {
            return pattern.Error;
        }

        if (await call.ReadAsync(async snapshot => await FindAsync(call, snapshot, request.LogGroupIdentifiers!)) is { } missing)
        {
            return missing;
        }

        var start = new LiveTailSessionStart
        {
            RequestId = call.RequestId,
            SessionId = call.Random.NextGuid().ToString(),
            LogGroupIdentifiers = request.LogGroupIdentifiers,
            LogStreamNames = request.LogStreamNames,
            LogStreamNamePrefixes = request.LogStreamNamePrefixes,
            LogEventFilterPattern = request.LogEventFilterPattern,
        };
        return new StartLiveTailResponse { ResponseStream = new LiveTailSession(start, pattern.Value).RunAsync(call.World, LogsService.TailsOf(call.World)) };
    }

    private static AwsError? Check(StartLiveTailRequest request) =>
        request.LogStreamNames is not null && request.LogStreamNamePrefixes is not null ? LogsErrors.Invalid("logStreamNamePrefixes and logStreamNames cannot be specified together")
        : (request.LogStreamNames ?? request.LogStreamNamePrefixes) is not null && request.LogGroupIdentifiers!.Count > 1
            ? LogsErrors.Invalid("Log streams can be specified only with one log group")
        : null;

    private static async ValueTask<AwsError?> FindAsync(Call call, Unkai.Storage.Snapshot snapshot, List<string> identifiers)
    {
        foreach (var identifier in identifiers)
        {
            if (LogsArns.NameOf(identifier) is not { } name || identifier != LogsArns.GroupArn(call.Account, call.Region, name))
            {
                return LogsErrors.Invalid($"The log group identifier must be the ARN of a log group of this account and region, without an asterisk: {identifier}");
            }

            var group = await Groups.FindAsync(snapshot, call, name);
            if (group.IsError)
            {
                return group.Error;
            }

            if (group.Value.Class != "STANDARD")
            {
                return LogsErrors.InvalidOperation("Live Tail is supported only for log groups of the Standard log class.");
            }
        }

        return null;
    }
}
