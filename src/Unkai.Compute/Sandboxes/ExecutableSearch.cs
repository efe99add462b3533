using System.Collections.Concurrent;

namespace Unkai.Compute;

/// <summary>Looks for programs on this process's <c>PATH</c>.</summary>
internal static class ExecutableSearch
{
    private const int RememberedMax = 1_000;

    private static readonly ConcurrentDictionary<string, string?> s_found = new();

    /// <returns>The absolute path; null when there is none.</returns>
    public static string? Find(string name)
    {
        if (s_found.Count > RememberedMax)
        {
            s_found.Clear();
        }

        return s_found.GetOrAdd(name, static wanted => FindAll(wanted).FirstOrDefault());
    }

    public static IEnumerable<string> FindAll(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/local/bin:/usr/bin:/bin")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, name))
            .Where(IsExecutable);

    public static bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
