using Microsoft.Extensions.Logging;

namespace Unkai.Server.Worlds;

internal static partial class WorldsLog
{
    [LoggerMessage(EventId = 2201, Level = LogLevel.Error, Message = "The worlds that other processes have made or deleted could not be looked up")]
    internal static partial void FollowFailed(ILogger logger, Exception exception);
}
