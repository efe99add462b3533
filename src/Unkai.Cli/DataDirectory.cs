namespace Unkai.Cli;

/// <summary>Where state is kept unless asked: <c>$UNKAI_DATA</c>, else <c>$XDG_DATA_HOME/unkai</c>, else <c>~/.local/share/unkai</c>.</summary>
internal static class DataDirectory
{
    internal static string Default()
    {
        if (Environment.GetEnvironmentVariable("UNKAI_DATA") is { Length: > 0 } named)
        {
            return Path.GetFullPath(named);
        }

        return Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } shared
            ? Path.Combine(shared, "unkai")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "unkai");
    }
}
