namespace Unkai.Compute;

/// <summary>One way to keep a function's processes apart.</summary>
internal interface ISandbox
{
    SandboxKind Kind { get; }

    /// <summary>In words: what functions can see or use beyond what they could on AWS.</summary>
    IReadOnlyList<string> NotIsolated { get; }

    /// <summary>Whether environments get a network namespace of their own, in which this process listens.</summary>
    bool HasOwnNetwork { get; }

    SandboxPaths PathsOf(SandboxPlan plan);

    /// <summary>Wraps <paramref name="program"/> (paths as the function sees them) into the command that this process starts.</summary>
    ProcessCommand Wrap(SandboxPlan plan, ProcessCommand program, string? cgroupProcessesFile, NetworkNamespace? network);

    /// <summary>Ends everything in the sandbox at once.</summary>
    void Kill(IChildProcess process);
}
