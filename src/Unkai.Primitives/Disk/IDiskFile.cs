namespace Unkai;

/// <summary>An open file, read and written at offsets. Reads and writes at different places may run at once.</summary>
public interface IDiskFile : IDisposable
{
    /// <summary>The file's length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at <paramref name="offset"/> until the target is full or the file ends.</summary>
    /// <returns>The bytes read: fewer than the target's length only at the file's end.</returns>
    int Read(Span<byte> target, long offset);

    /// <summary>As <see cref="Read"/>, without holding a thread where the system allows it.</summary>
    ValueTask<int> ReadAsync(Memory<byte> target, long offset, CancellationToken cancellation);

    /// <summary>Writes all of <paramref name="source"/> at <paramref name="offset"/>. After an <see cref="IOException"/> any part of it may be there.</summary>
    /// <exception cref="DiskFullException">There is no space for it. What was written before is as it was.</exception>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>As <see cref="Write"/>, without holding a thread where the system allows it.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> source, long offset, CancellationToken cancellation);

    /// <summary>Returns when all that was written is on the medium (fdatasync). After a failure nothing is known of what was written since the last success.</summary>
    void Sync();

    /// <summary>Cuts the file, or extends it with zeros.</summary>
    void SetLength(long length);

    /// <summary>Extends the file with zeros to at least <paramref name="length"/>, with space set aside where the system can do so.</summary>
    /// <exception cref="DiskFullException">There is not that much space; how much was set aside is not known.</exception>
    void Preallocate(long length);
}
