using System.Globalization;

namespace Unkai.Compute;

/// <summary>One environment's memory controller: its limit, its peak, and whether it asked for more.</summary>
/// <remarks>
/// /tmp is a tmpfs, whose pages the kernel counts as the function's memory, but Lambda counts /tmp apart. In version 1 the kernel's killer
/// is off: at the limit the processes stop, we are told, and the limit is raised by what /tmp holds, or the sandbox is killed. Version 2
/// has no such stop: there the limit is memory and /tmp together, and the watch kills what uses more without /tmp.
/// </remarks>
internal sealed class MemoryCgroup : IDisposable
{
    /// <summary>The bootstrap's and the sandbox's own processes are counted too; a function may use what it paid for.</summary>
    private const long SlackBytes = 4L * 1024 * 1024;
    private const long TemporaryStepBytes = 32L * 1024 * 1024;

    private const int RemovalAttempts = 100;
    private const int RemovalWaitMs = 5;

    private readonly string _folder;
    private readonly bool _isVersion2;
    private readonly long _limitBytes;
    private readonly FileStream _peak;
    private int? _event;

    private MemoryCgroup(string folder, bool isVersion2, long limitBytes)
    {
        (_folder, _isVersion2, _limitBytes) = (folder, isVersion2, limitBytes);
        _peak = new FileStream(Path.Combine(folder, isVersion2 ? "memory.peak" : "memory.max_usage_in_bytes"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
    }

    /// <summary>A process that writes its number there is counted, with all that it starts.</summary>
    public string ProcessesFile => Path.Combine(_folder, "cgroup.procs");

    /// <summary>Becomes readable when memory runs out; null in version 2.</summary>
    public int? Event => _event;

    /// <returns>Null when the kernel refuses.</returns>
    public static MemoryCgroup? TryCreate(MemoryCgroupRoot root, string name, int memoryMegabytes, int temporaryMegabytes)
    {
        var folder = Path.Combine(root.Folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            var limitBytes = (memoryMegabytes * 1024L * 1024) + SlackBytes;
            var group = new MemoryCgroup(folder, root.IsVersion2, limitBytes);
            group.Configure(temporaryMegabytes * 1024L * 1024);
            return group;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public long PeakBytes()
    {
        Span<byte> digits = stackalloc byte[32];
        try
        {
            var length = RandomAccess.Read(_peak.SafeFileHandle, digits, 0);
            return long.TryParse(digits[..length].TrimEnd((byte)'\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? Math.Min(bytes, _limitBytes) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Called when <see cref="Event"/> fired, and from time to time in version 2.</summary>
    /// <returns>True when the function itself, not its /tmp, needs more than it may have.</returns>
    public bool IsExceeded()
    {
        var temporaryBytes = ReadStatistic(_isVersion2 ? "shmem " : "total_shmem ");
        if (_isVersion2)
        {
            return ReadNumber("memory.current") - temporaryBytes - ReadStatistic("file ") > _limitBytes;
        }

        if (_event is { } descriptor)
        {
            Span<byte> counter = stackalloc byte[8];
            Libc.Read(descriptor, counter);
        }

        if (!ReadText("memory.oom_control").Contains("under_oom 1", StringComparison.Ordinal))
        {
            return false;
        }

        var limit = ReadNumber("memory.limit_in_bytes");
        var wanted = _limitBytes + temporaryBytes;
        if (limit > wanted)
        {
            return true;
        }

        Write("memory.limit_in_bytes", wanted + TemporaryStepBytes);
        return temporaryBytes == 0;
    }

    /// <summary>Version 2: whether the kernel has killed.</summary>
    public bool HasKilled() => _isVersion2
        ? !ReadText("memory.events").Contains("oom_kill 0\n", StringComparison.Ordinal)
        : false;

    public void Dispose()
    {
        _peak.Dispose();
        if (_event is { } descriptor)
        {
            Libc.Close(descriptor);
        }

        for (var attempt = 0; attempt < RemovalAttempts && !TryRemove(); attempt++)
        {
            // Its last process is still ending; this is the environment's own thread, which has nothing else to do.
            Libc.Poll([], RemovalWaitMs);
        }
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_folder);
            return true;
        }
        catch (IOException)
        {
            return false; // In the end the next server's start sweeps it.
        }
    }

    private void Configure(long temporaryBytes)
    {
        if (_isVersion2)
        {
            Write("memory.max", _limitBytes + temporaryBytes);
            return;
        }

        Write("memory.limit_in_bytes", _limitBytes);
        if (Libc.CreateEvent() is not { } descriptor)
        {
            return;
        }

        _event = descriptor;
        using var control = new FileStream(Path.Combine(_folder, "memory.oom_control"), FileMode.Open, FileAccess.Read);
        File.WriteAllText(Path.Combine(_folder, "cgroup.event_control"), $"{descriptor} {control.SafeFileHandle.DangerousGetHandle()}");
        Write("memory.oom_control", 1);
    }

    private string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(_folder, file));
        }
        catch (IOException)
        {
            return "";
        }
    }

    private long ReadNumber(string file) =>
        long.TryParse(ReadText(file).AsSpan().TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private long ReadStatistic(string name)
    {
        foreach (var line in ReadText("memory.stat").AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && long.TryParse(line[name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }
        }

        return 0;
    }

    private void Write(string file, long value) =>
        File.WriteAllText(Path.Combine(_folder, file), value.ToString(CultureInfo.InvariantCulture));
}
