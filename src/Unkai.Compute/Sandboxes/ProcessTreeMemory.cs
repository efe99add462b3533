using System.Globalization;

namespace Unkai.Compute;

/// <summary>The resident memory of a process and its descendants, from /proc: where no cgroup counts it.</summary>
internal static class ProcessTreeMemory
{
    private const int ProcessesMax = 512;

    /// <returns>Bytes; 0 where there is no /proc.</returns>
    public static long ResidentBytes(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var left = new Queue<int>([process]);
        long pages = 0;
        for (var seen = 0; seen < ProcessesMax && left.TryDequeue(out var next); seen++)
        {
            try
            {
                var fields = File.ReadAllText($"/proc/{next}/statm").Split(' ');
                pages += long.Parse(fields[1], CultureInfo.InvariantCulture) - long.Parse(fields[2], CultureInfo.InvariantCulture);
                foreach (var child in File.ReadAllText($"/proc/{next}/task/{next}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    left.Enqueue(int.Parse(child, CultureInfo.InvariantCulture));
                }
            }
            catch (IOException)
            {
                // It ended meanwhile.
            }
        }

        return pages * Environment.SystemPageSize;
    }
}
