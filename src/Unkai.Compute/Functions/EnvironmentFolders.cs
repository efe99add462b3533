namespace Unkai.Compute;

/// <summary>The folder of the environments' own folders, which are named after the server's process.</summary>
internal static class EnvironmentFolders
{
    /// <summary>Makes it, and removes what servers left that were killed.</summary>
    public static string Prepare(string stateDirectory)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stateDirectory, "environments")).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (var left in Directory.EnumerateDirectories(folder))
        {
            if (int.TryParse(Path.GetFileName(left).Split('-')[0], out var process) && !Libc.IsAlive(process))
            {
                try
                {
                    Directory.Delete(left, recursive: true);
                }
                catch (IOException)
                {
                    // Another server sweeps too.
                }
            }
        }

        return folder;
    }
}
