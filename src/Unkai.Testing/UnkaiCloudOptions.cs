using Microsoft.Extensions.Logging;
using Unkai.Cloud.Authorization;
using Unkai.Wire.Signing;

namespace Unkai.Testing;

/// <summary>How a cloud for tests is started.</summary>
public sealed record UnkaiCloudOptions
{
    /// <summary>Where state is kept; null keeps it in memory and temporary files, which go with the cloud.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether IAM policies count.</summary>
    public AuthorizationMode Authorization { get; init; } = AuthorizationMode.Off;

    /// <summary>Whose signatures are accepted.</summary>
    public AuthenticationMode Authentication { get; init; } = AuthenticationMode.Development;

    /// <summary>Refuses a Lambda runtime whose exact interpreter is missing.</summary>
    public bool StrictRuntimes { get; init; }

    /// <summary>Where the cloud's own log lines go; null: to the console, warnings or more. It stays its maker's.</summary>
    public ILoggerFactory? Loggers { get; init; }
}
