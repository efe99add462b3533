namespace Unkai.Compute;

/// <summary>What a sandbox is made of, in the host's paths.</summary>
internal sealed record SandboxPlan
{
    /// <summary>The environment's own folder: <c>run/</c> (the Runtime API's socket) and, for plain processes, <c>tmp/</c>.</summary>
    public required string EnvironmentDirectory { get; init; }

    public required string CodeDirectory { get; init; }

    public required string? LayersDirectory { get; init; }

    /// <summary>The bootstraps.</summary>
    public required string RuntimeDirectory { get; init; }

    /// <summary>Folders that the interpreter needs, visible under their own paths.</summary>
    public required IReadOnlyList<string> InterpreterDirectories { get; init; }

    public required int EphemeralStorageMegabytes { get; init; }
}
