namespace Unkai.Storage.Tests.Simulation;

/// <summary>A disk that knows what is on the medium and what is not yet, fails when told to, and crashes into any state that a real one could be left in.</summary>
internal sealed class SimulatedDisk : IDisk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedFile> _names = [];
    private readonly Dictionary<string, SimulatedFile> _durableNames = [];
    private readonly List<(string Folder, Action<Dictionary<string, SimulatedFile>> Apply)> _pendingNames = [];
    private readonly HashSet<string> _locked = [];
    private int _operations;

    public string? MachinePath => null;

    /// <summary>Changes so far: writes, syncs, creations, renames, deletions.</summary>
    public int Operations => _operations;

    /// <summary>The number of the change from which on everything fails; the failing write may have been done in part.</summary>
    public int FailFrom { get; set; } = int.MaxValue;

    /// <summary>Whether only the change numbered <see cref="FailFrom"/> fails.</summary>
    public bool FailOnce { get; init; }

    public string FailureText { get; init; } = "No space left on device";

    public Random Random { get; init; } = new(1);

    /// <summary>Called before a file is synced; may hold the caller.</summary>
    public Action? Syncing { get; set; }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        lock (_gate)
        {
            if (mode != DiskOpenMode.Create)
            {
                return _names.TryGetValue(path, out var found) ? found : throw new FileNotFoundException(path);
            }

            Count();
            var file = new SimulatedFile(this);
            Change(path, names => names[path] = file);
            return file;
        }
    }

    public bool Exists(string path)
    {
        lock (_gate)
        {
            return _names.ContainsKey(path);
        }
    }

    public IReadOnlyList<string> ListFiles(string folder)
    {
        lock (_gate)
        {
            return [.. _names.Keys.Where(path => FolderOf(path) == folder).Select(path => path[(folder.Length + 1)..]).Order(StringComparer.Ordinal)];
        }
    }

    public IReadOnlyList<string> ListFolders(string folder)
    {
        lock (_gate)
        {
            return
            [
                .. _names.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path[(folder.Length + 1)..].Split('/'))
                    .Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct().Order(StringComparer.Ordinal),
            ];
        }
    }

    public void CreateFolder(string folder)
    {
    }

    public void Delete(string path)
    {
        lock (_gate)
        {
            if (_names.ContainsKey(path))
            {
                Count();
                Change(path, names => names.Remove(path));
            }
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Count();
            var file = _names[from];
            Change(to, names =>
            {
                names.Remove(from);
                names[to] = file;
            });
        }
    }

    public void SyncFolder(string folder)
    {
        lock (_gate)
        {
            Count();
            foreach (var (changed, apply) in _pendingNames)
            {
                if (changed == folder)
                {
                    apply(_durableNames);
                }
            }

            _pendingNames.RemoveAll(pending => pending.Folder == folder);
        }
    }

    public DateTimeOffset LastWritten(string path) => DateTimeOffset.UnixEpoch;

    public void Touch(string path, DateTimeOffset time)
    {
    }

    public IDisposable? TryLock(string path) => _locked.Add(path) ? new Held(() => _locked.Remove(path)) : null;

    /// <summary>What a killed process leaves: every write that was made.</summary>
    public SimulatedDisk Killed() => Image((file, _) => file.Current(), _names, Random);

    /// <summary>What a lost machine leaves: of the changes that were not synced any part, in any order, torn or flipped.</summary>
    public SimulatedDisk PowerLost()
    {
        lock (_gate)
        {
            var names = new Dictionary<string, SimulatedFile>(_durableNames);
            var kept = Random.Next(_pendingNames.Count + 1);
            foreach (var (_, apply) in _pendingNames.Take(kept))
            {
                apply(names);
            }

            return Image(static (file, random) => file.AfterPowerLoss(random), names, Random);
        }
    }

    /// <summary>Flips one bit of a file.</summary>
    public void Flip(string path, long offset) => _names[path].Flip(offset);

    public byte[] Content(string path) => _names[path].Current();

    internal void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    /// <returns>False when the change is to fail.</returns>
    internal bool TryCount()
    {
        var number = ++_operations;
        return FailOnce ? number != FailFrom : number < FailFrom;
    }

    internal IOException Failure() => new(FailureText);

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private static SimulatedDisk Image(Func<SimulatedFile, Random, byte[]> content, Dictionary<string, SimulatedFile> names, Random random)
    {
        var image = new SimulatedDisk { Random = new Random(random.Next()) };
        foreach (var (path, file) in names)
        {
            image._names[path] = image._durableNames[path] = new SimulatedFile(image, content(file, random));
        }

        return image;
    }

    private void Count()
    {
        if (!TryCount())
        {
            throw Failure();
        }
    }

    private void Change(string path, Action<Dictionary<string, SimulatedFile>> apply)
    {
        apply(_names);
        _pendingNames.Add((FolderOf(path), apply));
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
