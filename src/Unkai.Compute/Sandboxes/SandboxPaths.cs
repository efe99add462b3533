namespace Unkai.Compute;

/// <summary>Where the function sees its things.</summary>
internal sealed record SandboxPaths(string Task, string Opt, string Runtime, string RunDirectory, string Temporary);
