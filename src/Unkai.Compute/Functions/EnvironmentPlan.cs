namespace Unkai.Compute;

/// <summary>Everything that one environment is made from.</summary>
internal sealed record EnvironmentPlan
{
    public required FunctionDefinition Definition { get; init; }

    public required RuntimeIdentifier Runtime { get; init; }

    public required Interpreter? Interpreter { get; init; }

    public required RuntimeSubstitution? Substitution { get; init; }

    public required ISandbox Sandbox { get; init; }

    public required MemoryCgroupRoot? Cgroups { get; init; }

    public required FunctionCredentials? Credentials { get; init; }

    public required string RuntimeDirectory { get; init; }

    /// <summary>Unique on this machine; the environment's folder and cgroup are named so.</summary>
    public required string Name { get; init; }

    public required string Directory { get; init; }

    public required string LogStream { get; init; }

    /// <summary>What makes its processes read another time; null: they read the machine's.</summary>
    public FakeTime? FakeTime { get; init; }

    /// <summary>By how much their clock is off the machine's; null: not at all.</summary>
    public TimeSpan? ClockOffset { get; init; }

    public required TimeSpan InitLimit { get; init; }

    public required TimeSpan? FreezeAfter { get; init; }

    public required IProcessLauncher Launcher { get; init; }

    public required MachineClock Clock { get; init; }

    public required IRandomSource Random { get; init; }
}
