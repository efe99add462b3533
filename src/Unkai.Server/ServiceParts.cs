using Microsoft.Extensions.Logging;
using Unkai.Compute;

namespace Unkai.Server;

/// <summary>What services need besides the calls they get.</summary>
/// <param name="Functions">Runs functions.</param>
/// <param name="CloudAddress">Where the cloud is reached; null until it listens.</param>
/// <param name="FunctionsDirectory">Where Lambda unpacks functions' code.</param>
/// <param name="Loggers">The server's own log.</param>
internal sealed record ServiceParts(FunctionPool Functions, Func<Uri?> CloudAddress, string FunctionsDirectory, ILoggerFactory Loggers);
