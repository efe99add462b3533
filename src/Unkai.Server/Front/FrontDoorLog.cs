using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Unkai.Server.Front;

internal static partial class FrontDoorLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Method} {Path} met a defect of ours at the front door")]
    internal static partial void Defect(ILogger logger, string method, PathString path, Exception exception);
}
