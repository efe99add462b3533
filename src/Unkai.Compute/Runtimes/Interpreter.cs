namespace Unkai.Compute;

/// <summary>An interpreter that is installed here.</summary>
/// <remarks>
/// The executable is the real file, not a shim. Directories are what it needs outside the system's folders. The SDK's is where boto3 is
/// found, with another interpreter when this one lacks it: Lambda's Python always has it.
/// </remarks>
internal sealed record Interpreter(string Executable, Version Version, IReadOnlyList<string> Directories, string? SdkDirectory = null)
{
    /// <summary>Python's versions are told apart by the minor number, the others' by the major one.</summary>
    public bool Matches(Version wanted, RuntimeFamily family) =>
        Version.Major == wanted.Major && (family != RuntimeFamily.Python || Version.Minor == wanted.Minor);
}
