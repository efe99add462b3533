namespace Unkai.Cli.Tests.Reliability;

/// <summary>A folder of the machine on a disk that is full when told so: a write then does half of its bytes and fails, as a short write does.</summary>
internal sealed class FillableDisk(string folder) : IDisk
{
    private readonly MachineDisk _disk = new(folder);

    public string? MachinePath => _disk.MachinePath;

    internal bool IsFull { get; set; }

    public IDiskFile Open(string path, DiskOpenMode mode)
    {
        if (mode == DiskOpenMode.Create)
        {
            ThrowIfFull();
        }

        return new FillableFile(this, _disk.Open(path, mode));
    }

    public bool Exists(string path) => _disk.Exists(path);

    public IReadOnlyList<string> ListFiles(string folder) => _disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => _disk.ListFolders(folder);

    public void CreateFolder(string folder) => _disk.CreateFolder(folder);

    public void Delete(string path) => _disk.Delete(path);

    public void Rename(string from, string to) => _disk.Rename(from, to);

    public void SyncFolder(string folder) => _disk.SyncFolder(folder);

    public DateTimeOffset LastWritten(string path) => _disk.LastWritten(path);

    public void Touch(string path, DateTimeOffset time) => _disk.Touch(path, time);

    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    private void ThrowIfFull()
    {
        if (IsFull)
        {
            throw new DiskFullException();
        }
    }

    private sealed class FillableFile(FillableDisk disk, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> target, long offset) => file.Read(target, offset);

        public ValueTask<int> ReadAsync(Memory<byte> target, long offset, CancellationToken cancellation) => file.ReadAsync(target, offset, cancellation);

        public void Write(ReadOnlySpan<byte> source, long offset)
        {
            file.Write(disk.IsFull ? source[..(source.Length / 2)] : source, offset);
            disk.ThrowIfFull();
        }

        public async ValueTask WriteAsync(ReadOnlyMemory<byte> source, long offset, CancellationToken cancellation)
        {
            await file.WriteAsync(disk.IsFull ? source[..(source.Length / 2)] : source, offset, cancellation);
            disk.ThrowIfFull();
        }

        public void Sync() => file.Sync();

        public void SetLength(long length) => file.SetLength(length);

        public void Preallocate(long length)
        {
            disk.ThrowIfFull();
            file.Preallocate(length);
        }

        public void Dispose() => file.Dispose();
    }
}
