using System.Net;
using Microsoft.Extensions.Logging;
using Unkai.Cloud.Authorization;
using Unkai.Storage;
using Unkai.Wire.Signing;

namespace Unkai.Server;

/// <summary>How a cloud is started.</summary>
public sealed record UnkaiServerOptions
{
    /// <summary>LocalStack's port, which tools expect.</summary>
    public const int PortDefault = 4566;

    /// <summary>The address to listen on; loopback unless asked.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0 to 65,535; 0 takes a free one.</summary>
    public int Port { get; init; } = PortDefault;

    /// <summary>Where state is kept; null keeps it in memory and temporary files.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The PostgreSQL database that keeps state instead, as <c>postgres://user:password@host:port/database</c>: clouds that name the same one are nodes of one cloud.</summary>
    public string? Database { get; init; }

    /// <summary>The data directory's disk where a test breaks it; null: the machine's own.</summary>
    internal IDisk? Disk { get; init; }

    /// <summary>Whether no port is opened until <see cref="UnkaiServer.OpenPortAsync"/> is called: requests come in process.</summary>
    internal bool IsInProcess { get; init; }

    /// <summary>Where log lines go; null: to the console, warnings or more.</summary>
    internal ILoggerFactory? Loggers { get; init; }

    /// <summary>What stands before the store where a test makes it difficult.</summary>
    internal Func<Store, Store>? Store { get; init; }

    /// <summary>When a write counts as done.</summary>
    public Durability Durability { get; init; } = Durability.EverySecond;

    /// <summary>Whose signatures are accepted.</summary>
    public AuthenticationMode Authentication { get; init; } = AuthenticationMode.Development;

    /// <summary>Whether policies count.</summary>
    public AuthorizationMode Authorization { get; init; } = AuthorizationMode.Off;

    /// <summary>Whether hosts other than loopback may be served with development keys.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether the log says more than warnings.</summary>
    public bool Verbose { get; init; }

    /// <summary>Refuses a Lambda runtime whose exact interpreter is missing.</summary>
    public bool StrictRuntimes { get; init; }
}
