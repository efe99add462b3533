namespace Unkai.Compute;

/// <summary>No sandbox: processes of this user in a group of their own, which ends as a whole.</summary>
internal sealed class PlainSandbox(bool limitsMemory) : ISandbox
{
    private readonly bool _hasGroups = ExecutableSearch.Find("setsid") is not null;

    public SandboxKind Kind => SandboxKind.Process;

    public bool HasOwnNetwork => false;

    public IReadOnlyList<string> NotIsolated { get; } =
    [
        "files: functions read and write whatever this user can",
        "processes: functions see and can signal this user's processes; one that leaves its session can outlive its environment",
        "network: functions reach everything that this machine reaches, other functions' Runtime APIs included",
        "/tmp: each environment has a folder of its own in TMPDIR, not at /tmp, and its size is not limited",
        .. limitsMemory ? Array.Empty<string>() : ["memory: watched twenty times a second instead of limited by the kernel (no writable memory cgroup)"],
    ];

    public SandboxPaths PathsOf(SandboxPlan plan) => new(
        plan.CodeDirectory,
        plan.LayersDirectory ?? Path.Combine(plan.EnvironmentDirectory, "opt"),
        plan.RuntimeDirectory,
        Path.Combine(plan.EnvironmentDirectory, "run"),
        Path.Combine(plan.EnvironmentDirectory, "tmp"));

    public ProcessCommand Wrap(SandboxPlan plan, ProcessCommand program, string? cgroupProcessesFile, NetworkNamespace? network)
    {
        Directory.CreateDirectory(PathsOf(plan).Temporary);
        return LaunchScript.WatchedFor(program with { WorkingDirectory = plan.CodeDirectory }, cgroupProcessesFile);
    }

    public void Kill(IChildProcess process)
    {
        if (_hasGroups)
        {
            Libc.Kill(-process.Id, Libc.SignalKill);
        }

        if (!process.Exited.IsCompleted)
        {
            process.Kill();
        }
    }
}
