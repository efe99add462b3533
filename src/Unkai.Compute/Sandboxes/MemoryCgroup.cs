using System.Globalization;

namespace Unkai.Compute;

/// <summary>One environment's memory controller: its limit, its peak, and whether it asked for more.</summary>
/// <remarks>
/// /tmp is a tmpfs, whose pages the kernel counts as the function's memory, but Lambda counts /tmp apart. So the kernel's limit is memory and
/// /tmp together, and what the function itself has (anonymous memory) is watched: in version 1 from the moment when the kernel says that
/// memory's own limit is crossed, in version 2 all the time.
/// </remarks>
internal sealed class MemoryCgroup : IDisposable
{
    /// <summary>The bootstrap's and the sandbox's own processes are counted too; a function may use what it paid for.</summary>
    private const long SlackBytes = 4L * 1024 * 1024;

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

    /// <summary>The function must be looked at from time to time.</summary>
    public bool IsWatched { get; private set; } = true;

    /// <summary>Becomes readable when the limit is crossed; null in version 2.</summary>
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

    /// <summary>The limit was crossed: it may be /tmp or the kernel's file cache, or the function.</summary>
    public void TakeEvent()
    {
        Span<byte> counter = stackalloc byte[8];
        Libc.Read(_event!.Value, counter);
        IsWatched = true;
    }

    public bool IsExceeded() => ReadStatistic(_isVersion2 ? "anon " : "total_rss ") > _limitBytes;

    /// <summary>Whether the kernel has killed.</summary>
    public bool HasKilled()
    {
        var name = "oom_kill ";
        foreach (var line in ReadText(_isVersion2 ? "memory.events" : "memory.oom_control").AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
            {
                return !line[name.Length..].SequenceEqual("0");
            }
        }

        return false;
    }

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
        Write(_isVersion2 ? "memory.max" : "memory.limit_in_bytes", _limitBytes + temporaryBytes);
        if (_isVersion2 || Libc.CreateEvent() is not { } descriptor)
        {
            return;
        }

        _event = descriptor;
        IsWatched = false;
        using var usage = new FileStream(Path.Combine(_folder, "memory.usage_in_bytes"), FileMode.Open, FileAccess.Read);
        File.WriteAllText(Path.Combine(_folder, "cgroup.event_control"), $"{descriptor} {usage.SafeFileHandle.DangerousGetHandle()} {_limitBytes}");
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
