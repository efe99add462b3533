namespace Unkai.Compute;

/// <summary>Everything that decides what a function's processes look like.</summary>
/// <remarks>Ranges are the Lambda API's (MemorySize, Timeout, EphemeralStorage); the caller has checked them.</remarks>
public sealed record FunctionDefinition
{
    /// <summary>The function with its version or without, as environments are grouped: all definitions of one ARN share concurrency.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>Changes whenever code or configuration changes: environments of another revision drain.</summary>
    public required string RevisionKey { get; init; }

    /// <summary>The function's name, <c>AWS_LAMBDA_FUNCTION_NAME</c>.</summary>
    public required string Name { get; init; }

    /// <summary><c>$LATEST</c> or the number of a published version.</summary>
    public string Version { get; init; } = "$LATEST";

    /// <summary>Lambda's identifier, such as <c>python3.12</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>The handler in the runtime's notation; empty for <c>provided.*</c>.</summary>
    public string Handler { get; init; } = "";

    /// <summary>The extracted package: never written to, shared by all environments (<c>/var/task</c>).</summary>
    public required string CodeDirectory { get; init; }

    /// <summary>The layers, extracted over each other in their order (<c>/opt</c>); null without layers.</summary>
    public string? LayersDirectory { get; init; }

    /// <summary>The user's environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>128 to 10,240 MB.</summary>
    public int MemoryMegabytes { get; init; } = 128;

    /// <summary>1 to 900 seconds of machine time.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The size of <c>/tmp</c>, 512 to 10,240 MB.</summary>
    public int EphemeralStorageMegabytes { get; init; } = 512;

    /// <summary>Where the execution role's credentials come from; asked once for each new environment, which ends before they expire.</summary>
    public FunctionCredentialsSource? Credentials { get; init; }

    /// <summary>The cloud as this process reaches it; sandboxes with a network of their own reach it on their loopback. Null: functions see no cloud.</summary>
    public Uri? CloudEndpoint { get; init; }

    /// <summary>The port of the cloud on the loopback of a sandbox with a network of its own; null: that of <see cref="CloudEndpoint"/>.</summary>
    public int? CloudPort { get; init; }

    /// <summary><c>AWS_REGION</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary><c>AWS_LAMBDA_LOG_GROUP_NAME</c>; null: <c>/aws/lambda/</c> and the name.</summary>
    public string? LogGroup { get; init; }

    internal string LogGroupOrDefault => LogGroup ?? "/aws/lambda/" + Name;

    internal TimeProvider WorldTimeOrMachine => WorldTime ?? MachineClock.Instance.Provider;

    /// <summary>Where log lines go.</summary>
    public IFunctionLogSink LogSink { get; init; } = DiscardingLogSink.Instance;

    /// <summary>The world's clock, for the times of log lines, the names of log streams and the expiry of credentials; null: the machine's.</summary>
    public TimeProvider? WorldTime { get; init; }

    /// <summary>Simultaneous invocations reserved for this function; 0 stops it; null: it shares <see cref="UnreservedConcurrency"/>.</summary>
    public int? ReservedConcurrency { get; init; }

    /// <summary>Functions with the same key (the world and account) share the account's unreserved concurrency.</summary>
    public string AccountKey { get; init; } = "";

    /// <summary>The account's limit less what its functions have reserved; counts when nothing is reserved for this function.</summary>
    public int UnreservedConcurrency { get; init; } = 1_000;
}
