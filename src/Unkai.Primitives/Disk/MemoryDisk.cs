namespace Unkai;

/// <summary>A disk in memory: for clouds that leave nothing behind, and for tests.</summary>
public sealed class MemoryDisk(MachineClock clock) : IDisk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MemoryFile> _files = [];
    private readonly HashSet<string> _locked = [];

    /// <inheritdoc/>
    public string? MachinePath => null;

    /// <inheritdoc/>
    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        lock (_gate)
        {
            if (mode == DiskOpenMode.Create)
            {
                _files[path] = new MemoryFile(clock);
            }

            return _files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException($"There is no file {path}.", path);
        }
    }

    /// <inheritdoc/>
    public bool Exists(string path)
    {
        lock (_gate)
        {
            return _files.ContainsKey(path);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string folder) => Below(folder, files: true);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string folder) => Below(folder, files: false);

    /// <inheritdoc/>
    public void CreateFolder(string folder)
    {
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        lock (_gate)
        {
            _files.Remove(path);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            _files[to] = _files.Remove(from, out var file) ? file : throw new FileNotFoundException($"There is no file {from}.", from);
        }
    }

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
    }

    /// <inheritdoc/>
    public DateTimeOffset LastWritten(string path)
    {
        lock (_gate)
        {
            return _files.TryGetValue(path, out var file) ? file.LastWritten : throw new FileNotFoundException($"There is no file {path}.", path);
        }
    }

    /// <inheritdoc/>
    public void Touch(string path, DateTimeOffset time)
    {
        lock (_gate)
        {
            (_files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException($"There is no file {path}.", path)).LastWritten = time;
        }
    }

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        lock (_gate)
        {
            return _locked.Add(path) ? new Held(this, path) : null;
        }
    }

    private List<string> Below(string folder, bool files)
    {
        var prefix = folder.Length == 0 ? "" : folder + "/";
        lock (_gate)
        {
            List<string> names =
            [
                .. _files.Keys
                    .Where(path => path.StartsWith(prefix, StringComparison.Ordinal))
                    .Select(path => path[prefix.Length..])
                    .Where(rest => rest.Contains('/', StringComparison.Ordinal) != files)
                    .Select(static rest => rest.Split('/')[0])
                    .Distinct(),
            ];
            names.Sort(StringComparer.Ordinal);
            return names;
        }
    }

    private sealed class Held(MemoryDisk disk, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                disk._locked.Remove(path);
            }
        }
    }
}
