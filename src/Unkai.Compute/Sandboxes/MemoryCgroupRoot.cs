namespace Unkai.Compute;

/// <summary>The folder of the memory controller under which environments get theirs.</summary>
internal sealed record MemoryCgroupRoot(string Folder, bool IsVersion2)
{
    private const string Prefix = "unkai-";
    private const string Version1 = "/sys/fs/cgroup/memory";
    private const string Version2 = "/sys/fs/cgroup";

    /// <returns>Null where this user may make no memory cgroups.</returns>
    public static MemoryCgroupRoot? Find()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return FindVersion1() ?? FindVersion2();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static MemoryCgroupRoot? FindVersion1()
    {
        if (!File.Exists(Path.Combine(Version1, "memory.limit_in_bytes")))
        {
            return null;
        }

        // A container's own path is not always what its /proc says.
        string[] parents = [Version1 + OwnPath(":memory:"), Version1];
        return parents.Select(static parent => TryMake(parent, isVersion2: false)).FirstOrDefault(static root => root is not null);
    }

    private static MemoryCgroupRoot? FindVersion2()
    {
        var parent = Version2 + OwnPath("0::");
        var delegated = Path.Combine(parent, "cgroup.subtree_control");
        if (!File.Exists(delegated))
        {
            return null;
        }

        if (!File.ReadAllText(delegated).Contains("memory", StringComparison.Ordinal))
        {
            // A group with processes cannot hand its controllers on: this process moves into a leaf first.
            var leaf = Directory.CreateDirectory(Path.Combine(parent, "unkai.server")).FullName;
            File.WriteAllText(Path.Combine(leaf, "cgroup.procs"), $"{Environment.ProcessId}");
            File.WriteAllText(delegated, "+memory");
        }

        return TryMake(parent, isVersion2: true);
    }

    private static MemoryCgroupRoot? TryMake(string parent, bool isVersion2)
    {
        if (!Directory.Exists(parent))
        {
            return null;
        }

        Sweep(parent);
        var folder = Path.Combine(parent, $"{Prefix}{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(folder);
            if (isVersion2)
            {
                File.WriteAllText(Path.Combine(folder, "cgroup.subtree_control"), "+memory");
            }

            return new MemoryCgroupRoot(folder, isVersion2);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Removes what servers left that were killed; a group with processes cannot be removed.</summary>
    private static void Sweep(string parent)
    {
        foreach (var left in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            if (!int.TryParse(Path.GetFileName(left)[Prefix.Length..], out var process) || Libc.IsAlive(process))
            {
                continue;
            }

            try
            {
                foreach (var folder in (string[])[.. Directory.EnumerateDirectories(left), left])
                {
                    Directory.Delete(folder);
                }
            }
            catch (IOException)
            {
                // Another server sweeps at the same time, or a process has not quite ended: the next to start sweeps again.
            }
        }
    }

    private static string OwnPath(string controller)
    {
        foreach (var line in File.ReadLines("/proc/self/cgroup"))
        {
            var start = controller[0] == ':' ? line.IndexOf(controller, StringComparison.Ordinal) : line.StartsWith(controller, StringComparison.Ordinal) ? 0 : -1;
            if (start >= 0)
            {
                return line[(start + controller.Length)..].TrimEnd('/');
            }
        }

        return "";
    }
}
