namespace Unkai.Compute;

/// <summary>How functions run on this machine.</summary>
public sealed record FunctionPoolOptions
{
    /// <summary>Where bootstraps and environments' own files are kept; made if missing. Readable by the functions.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Null: the strongest that this machine has.</summary>
    public SandboxKind? Sandbox { get; init; }

    /// <summary>Refuses a runtime whose exact interpreter is missing.</summary>
    public bool StrictRuntimes { get; init; }

    /// <summary>Whether functions of Node.js read the world's time from their system's clock where libfaketime is installed; default true.</summary>
    public bool FakesTime { get; init; } = true;

    /// <summary>How long an environment waits for its next invocation; default 10 minutes.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long initialization may take. Source: Lambda developer guide, "Init phase": 10 seconds.</summary>
    public TimeSpan InitLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Stops the processes of an environment that has been idle this long, as Lambda freezes them; null: never.</summary>
    public TimeSpan? FreezeAfter { get; init; }

    /// <summary>Environments at once on this machine; null: one for each 192 MB of memory, between 8 and 1,000.</summary>
    public int? EnvironmentsMax { get; init; }

    /// <summary>Invocations that wait for an environment of the machine; more are throttled. Default 2,000.</summary>
    public int QueueLengthMax { get; init; } = 2_000;

    /// <summary>How long an invocation waits for the machine; default 60 seconds.</summary>
    public TimeSpan QueueWaitMax { get; init; } = TimeSpan.FromSeconds(60);
}
