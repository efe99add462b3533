using System.Collections.Concurrent;

namespace Unkai.Compute;

/// <summary>Unpacked deployment packages, a folder each, named after what is in it. A cache: whatever goes is unpacked again from the package.</summary>
/// <remarks>
/// A folder is made under another name (<c>*.tmp</c>) and renamed, and goes the same way, so there is never half of one: a killed process leaves only <c>*.tmp</c>, which the next
/// start removes. Nothing is synced; instead the folders are those of one run of the machine (<c>BOOT</c>), and a machine that was lost finds none. What has not been
/// used for <see cref="Unused"/> goes.
/// </remarks>
public sealed class CodeCache
{
    /// <summary>How long a folder stays after its last use, by the machine's clock: a day.</summary>
    public static readonly TimeSpan Unused = TimeSpan.FromDays(1);

    private const string TemporaryExtension = ".tmp";
    private const string BootFile = "BOOT";
    private const int SuffixDigits = 16;

    /// <summary>How often a use is written down, so that a restart knows of it.</summary>
    private static readonly TimeSpan s_noteInterval = TimeSpan.FromHours(1);

    private readonly string _directory;
    private readonly MachineClock _clock;
    private readonly IRandomSource _random;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _used = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<string?>>> _unpacking = new();

    /// <summary>Opens the cache in a folder, which is made when it is not there, and removes what cannot be trusted.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="bootId">See <see cref="MachineBoot.Id"/>; null: nothing outlives the process.</param>
    /// <param name="clock">The machine's clock.</param>
    /// <param name="random">Names of temporary folders.</param>
    public CodeCache(string directory, string? bootId, MachineClock clock, IRandomSource random)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        _clock = clock;
        _random = random;
        var boot = Path.Combine(_directory, BootFile);
        var isSameRun = bootId is not null && File.Exists(boot) && File.ReadAllText(boot) == bootId;
        foreach (var folder in Directory.EnumerateDirectories(_directory))
        {
            if (!isSameRun || folder.EndsWith(TemporaryExtension, StringComparison.Ordinal))
            {
                Remove(folder);
            }
        }

        File.WriteAllText(boot, bootId);
    }

    /// <summary>The folder of a package; it then stays for a day at least.</summary>
    /// <returns>Null when it is not unpacked.</returns>
    public string? Find(string name)
    {
        var path = Path.Combine(_directory, name);
        var now = _clock.UtcNow;
        lock (_gate)
        {
            if (_used.TryGetValue(name, out var used) && now - used < s_noteInterval && used <= now && Directory.Exists(path))
            {
                return path;
            }

            if (!Directory.Exists(path))
            {
                return null;
            }

            Directory.SetLastWriteTimeUtc(path, now.UtcDateTime);
            _used[name] = now;
            return path;
        }
    }

    /// <summary>Unpacks a package unless it is there; who asks for it meanwhile waits for the same.</summary>
    /// <param name="name">The package's name: what is in it, so that two of one name are one.</param>
    /// <param name="open">The zip file.</param>
    /// <param name="cancellation">Ends the wait, not the unpacking.</param>
    /// <returns>Null when it is there; otherwise why not, in AWS's words.</returns>
    public async ValueTask<string?> UnpackAsync(string name, Func<Stream> open, CancellationToken cancellation)
    {
        if (Find(name) is not null)
        {
            return null;
        }

        var work = _unpacking.GetOrAdd(name, missing => new Lazy<Task<string?>>(() => Task.Run(() => ExtractAsync(missing, open))));
        try
        {
            return await work.Value.WaitAsync(cancellation);
        }
        finally
        {
            _unpacking.TryRemove(KeyValuePair.Create(name, work));
        }
    }

    /// <summary>Removes the folders that nobody has used for a day.</summary>
    /// <returns>How many went.</returns>
    public int Collect()
    {
        var collected = 0;
        foreach (var folder in Directory.GetDirectories(_directory))
        {
            if (!folder.EndsWith(TemporaryExtension, StringComparison.Ordinal) && TryHide(folder) is { } hidden)
            {
                Directory.Delete(hidden, recursive: true);
                collected++;
            }
        }

        return collected;
    }

    private async Task<string?> ExtractAsync(string name, Func<Stream> open)
    {
        if (Find(name) is not null)
        {
            return null;
        }

        var temporary = TemporaryOf(Path.Combine(_directory, name));
        try
        {
            await using var archive = open();
            if (await ZipPackage.ExtractAsync(archive, temporary, CancellationToken.None) is { } refused)
            {
                return refused;
            }

            lock (_gate)
            {
                Directory.SetLastWriteTimeUtc(temporary, _clock.UtcNow.UtcDateTime);
                Directory.Move(temporary, Path.Combine(_directory, name));
                _used[name] = _clock.UtcNow;
            }

            return null;
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    /// <returns>The folder's new name; null when it was used of late.</returns>
    private string? TryHide(string folder)
    {
        var name = Path.GetFileName(folder);
        lock (_gate)
        {
            var before = _clock.UtcNow - Unused;
            if ((_used.TryGetValue(name, out var used) && used > before) || Directory.GetLastWriteTimeUtc(folder) > before.UtcDateTime)
            {
                return null;
            }

            _used.Remove(name);
            var hidden = TemporaryOf(folder);
            Directory.Move(folder, hidden);
            return hidden;
        }
    }

    private void Remove(string folder)
    {
        if (!folder.EndsWith(TemporaryExtension, StringComparison.Ordinal))
        {
            var hidden = TemporaryOf(folder);
            Directory.Move(folder, hidden);
            folder = hidden;
        }

        Directory.Delete(folder, recursive: true);
    }

    private string TemporaryOf(string folder) => $"{folder}.{_random.NextHex(SuffixDigits)}{TemporaryExtension}";
}
