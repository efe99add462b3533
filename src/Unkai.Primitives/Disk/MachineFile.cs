using Microsoft.Win32.SafeHandles;

namespace Unkai;

internal sealed class MachineFile(SafeFileHandle handle) : IDiskFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> target, long offset)
    {
        var total = 0;
        while (total < target.Length && RandomAccess.Read(handle, target[total..], offset + total) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    public async ValueTask<int> ReadAsync(Memory<byte> target, long offset, CancellationToken cancellation)
    {
        var total = 0;
        while (total < target.Length && await RandomAccess.ReadAsync(handle, target[total..], offset + total, cancellation) is > 0 and var read)
        {
            total += read;
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        try
        {
            RandomAccess.Write(handle, source, offset);
        }
        catch (IOException exception) when (DiskFullException.Is(exception))
        {
            throw new DiskFullException(exception.Message, exception);
        }
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> source, long offset, CancellationToken cancellation)
    {
        try
        {
            await RandomAccess.WriteAsync(handle, source, offset, cancellation);
        }
        catch (IOException exception) when (DiskFullException.Is(exception))
        {
            throw new DiskFullException(exception.Message, exception);
        }
    }

    public void Sync() => NativeFile.SyncData(handle);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Preallocate(long length) => NativeFile.Allocate(handle, length);

    public void Dispose() => handle.Dispose();
}
