namespace Unkai;

/// <summary>A folder of this machine as a disk.</summary>
public sealed class MachineDisk : IDisk
{
    private readonly string _root;

    /// <summary>The disk whose root is <paramref name="folder"/>, which is made, for its owner only, when it is not there.</summary>
    public MachineDisk(string folder)
    {
        _root = Path.GetFullPath(folder);
        var isNew = !Directory.Exists(_root);
        CreateFolder("");
        if (isNew && Path.GetDirectoryName(_root) is { } above)
        {
            // Its own name has to outlive the machine too, as far as this user may say so.
            try
            {
                NativeFile.SyncFolder(above);
            }
            catch (IOException)
            {
            }
        }
    }

    /// <inheritdoc/>
    public string? MachinePath => _root;

    /// <inheritdoc/>
    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        Microsoft.Win32.SafeHandles.SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(
                PathOf(path),
                mode == DiskOpenMode.Create ? FileMode.Create : FileMode.Open,
                mode == DiskOpenMode.Read ? FileAccess.Read : FileAccess.ReadWrite,
                FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException exception) when (DiskFullException.Is(exception))
        {
            throw new DiskFullException(exception.Message, exception);
        }

        if (mode == DiskOpenMode.Create && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return new MachineFile(handle);
    }

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(PathOf(path));

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFiles(string folder) => List(folder, Directory.EnumerateFiles);

    /// <inheritdoc/>
    public IReadOnlyList<string> ListFolders(string folder) => List(folder, Directory.EnumerateDirectories);

    /// <inheritdoc/>
    public void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(PathOf(folder));
            return;
        }

        // Each one by itself: the mode holds for the last only, and those above it would be open to all.
        var path = _root;
        foreach (var name in (string[])["", .. folder.Split('/', StringSplitOptions.RemoveEmptyEntries)])
        {
            path = Path.Combine(path, name);
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path) => File.Delete(PathOf(path));

    /// <inheritdoc/>
    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: true);

    /// <inheritdoc/>
    public void SyncFolder(string folder) => NativeFile.SyncFolder(PathOf(folder));

    /// <inheritdoc/>
    public DateTimeOffset LastWritten(string path) => File.GetLastWriteTimeUtc(PathOf(path));

    /// <inheritdoc/>
    public void Touch(string path, DateTimeOffset time) => File.SetLastWriteTimeUtc(PathOf(path), time.UtcDateTime);

    /// <inheritdoc/>
    public IDisposable? TryLock(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new FileStream(PathOf(path), options);
        }
        catch (IOException) when (File.Exists(PathOf(path)))
        {
            return null;
        }
    }

    private string PathOf(string path) => Path.Combine(_root, path.Replace('/', Path.DirectorySeparatorChar));

    private List<string> List(string folder, Func<string, IEnumerable<string>> list)
    {
        var path = PathOf(folder);
        if (!Directory.Exists(path))
        {
            return [];
        }

        List<string> names = [.. list(path).Select(static found => Path.GetFileName(found))];
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
