using Microsoft.Extensions.Logging;

namespace Unkai.Cloud;

internal static partial class PipelineLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "{Service} {Operation} {RequestId} met a defect of ours")]
    internal static partial void Unforeseen(ILogger logger, string service, string operation, string requestId, Exception exception);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "{Service} {Operation} was refused: the store is read-only")]
    internal static partial void StoreUnavailable(ILogger logger, string service, string operation, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "Job {Kind} failed for the {Attempt}. time and runs again at {RetryAt}")]
    internal static partial void JobFailed(ILogger logger, string kind, int attempt, DateTimeOffset retryAt, Exception? exception);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Error, Message = "The job pump of world {World} met a defect of ours and goes on in a second")]
    internal static partial void PumpFailed(ILogger logger, string world, Exception exception);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, Message = "What other processes set in world {World} could not be taken over; the next attempt is in a second")]
    internal static partial void FollowerFailed(ILogger logger, string world, Exception exception);
}
