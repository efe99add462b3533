namespace Unkai.Storage.Torture;

/// <summary>A disk that knows what is on the medium and what is not yet, fails when told to, and crashes into any state that a real one could be left in.</summary>
internal sealed class SimulatedDisk : IDisk
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SimulatedFile> _names = [];
    private readonly Dictionary<string, SimulatedFile> _durableNames = [];
    private readonly List<NameChange> _pendingNames = [];
    private readonly HashSet<string> _locked = [];
    private int _operations;

    public string? MachinePath => null;

    /// <summary>Changes so far: writes, syncs, creations, renames, deletions.</summary>
    public int Operations => _operations;

    /// <summary>What goes wrong; null: nothing.</summary>
    public DiskFault? Fault { get; set; }

    /// <summary>How often something went wrong.</summary>
    public int Failures { get; private set; }

    /// <summary>Whether a sync has failed, so that what was written before it and not synced may be gone.</summary>
    public bool HasForgotten { get; set; }

    public Random Random { get; init; } = new(1);

    /// <summary>What files are dated with.</summary>
    public MachineClock Clock { get; init; } = MachineClock.Instance;

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

            Count(DiskChange.Create);
            var file = new SimulatedFile(this);
            Change(new NameChange(FolderOf(path), path, file));
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
            return [.. _names.Keys.Where(path => FolderOf(path) == folder).Select(path => path[(folder.Length == 0 ? 0 : folder.Length + 1)..]).Order(StringComparer.Ordinal)];
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
                Count(DiskChange.Delete);
                Change(new NameChange(FolderOf(path), path, null));
            }
        }
    }

    public void Rename(string from, string to)
    {
        lock (_gate)
        {
            Count(DiskChange.Rename);
            Change(new NameChange(FolderOf(to), to, _names[from], from));
        }
    }

    public void SyncFolder(string folder)
    {
        lock (_gate)
        {
            Count(DiskChange.SyncFolder);
            foreach (var change in _pendingNames.Where(change => change.Folder == folder))
            {
                change.Apply(_durableNames);
            }

            _pendingNames.RemoveAll(change => change.Folder == folder);
        }
    }

    public DateTimeOffset LastWritten(string path)
    {
        lock (_gate)
        {
            return _names[path].LastWritten;
        }
    }

    public void Touch(string path, DateTimeOffset time)
    {
        lock (_gate)
        {
            _names[path].LastWritten = time;
        }
    }

    public IDisposable? TryLock(string path) => _locked.Add(path) ? new Held(() => _locked.Remove(path)) : null;

    /// <summary>What a killed process leaves: every write that was made, and what of it is still not on the medium.</summary>
    public SimulatedDisk Killed()
    {
        lock (_gate)
        {
            var image = Image();
            var copies = new Dictionary<SimulatedFile, SimulatedFile>();
            SimulatedFile Copy(SimulatedFile file) => copies.TryGetValue(file, out var copy) ? copy : copies[file] = file.Copy(image);
            foreach (var (path, file) in _names)
            {
                image._names[path] = Copy(file);
            }

            foreach (var (path, file) in _durableNames)
            {
                image._durableNames[path] = Copy(file);
            }

            image._pendingNames.AddRange(_pendingNames.Select(change => change with { File = change.File is null ? null : Copy(change.File) }));
            return image;
        }
    }

    /// <summary>What a lost machine leaves: of the changes that were not synced any part, in any order, torn or flipped.</summary>
    public SimulatedDisk PowerLost()
    {
        lock (_gate)
        {
            var names = new Dictionary<string, SimulatedFile>(_durableNames);
            foreach (var change in _pendingNames.Take(Random.Next(_pendingNames.Count + 1)))
            {
                change.Apply(names);
            }

            var image = Image();
            foreach (var (path, file) in names)
            {
                image._names[path] = image._durableNames[path] = new SimulatedFile(image, file.AfterPowerLoss(Random)) { LastWritten = file.LastWritten };
            }

            return image;
        }
    }

    /// <summary>Flips one bit of a file.</summary>
    public void Flip(string path, long offset) => _names[path].Flip(offset);

    public byte[] Content(string path) => _names[path].Current();

    /// <summary>Puts a file there as it is on the medium.</summary>
    public void Replace(string path, byte[] content) => _names[path] = _durableNames[path] = new SimulatedFile(this, content);

    /// <summary>Takes a file away.</summary>
    public void Lose(string path)
    {
        _names.Remove(path);
        _durableNames.Remove(path);
    }

    /// <summary>All files' contents.</summary>
    public IReadOnlyDictionary<string, byte[]> Contents()
    {
        lock (_gate)
        {
            return _names.ToDictionary(static name => name.Key, static name => name.Value.Current());
        }
    }

    internal void Locked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    /// <returns>Why the change fails; null: it does not.</returns>
    internal IOException? Try(DiskChange change)
    {
        var number = ++_operations;
        if (Fault is not { } fault || number < fault.From)
        {
            return null;
        }

        IOException? failure = (fault.Kind, change) switch
        {
            (DiskFaultKind.Gone, _) => new IOException("The machine is gone"),
            (DiskFaultKind.AnyOnce, _) or (DiskFaultKind.WriteOnce, DiskChange.Write) or (DiskFaultKind.SyncOnce, DiskChange.Sync) => new IOException("Input/output error"),
            (DiskFaultKind.Full, DiskChange.Create or DiskChange.Write or DiskChange.Allocate) when number < fault.Until => new DiskFullException(),
            _ => null,
        };
        if (failure is not null)
        {
            Failures++;
            if (fault.Kind is DiskFaultKind.AnyOnce or DiskFaultKind.WriteOnce or DiskFaultKind.SyncOnce)
            {
                Fault = null;
            }
        }

        return failure;
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    private SimulatedDisk Image() => new() { Random = new Random(Random.Next()), Clock = Clock };

    private void Count(DiskChange change)
    {
        if (Try(change) is { } failure)
        {
            throw failure;
        }
    }

    private void Change(NameChange change)
    {
        change.Apply(_names);
        _pendingNames.Add(change);
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
