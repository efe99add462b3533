namespace Unkai.Api;

/// <summary>A body that is streamed and so may be larger than memory: PutObject's, GetObject's, a layer's.</summary>
public abstract class Payload : IAsyncDisposable
{
    /// <summary>A body of no bytes.</summary>
    public static Payload Empty { get; } = FromBytes(default);

    /// <summary>The length in bytes when it is known before reading.</summary>
    public abstract long? Length { get; }

    /// <summary>Opens the body for reading. A body from memory or a file can be opened again; one from a connection only once.</summary>
    public abstract Stream OpenRead();

    /// <summary>Writes the whole body to <paramref name="destination"/>.</summary>
    public virtual async ValueTask CopyToAsync(Stream destination, CancellationToken cancellation)
    {
        var source = OpenRead();
        await using (source)
        {
            await source.CopyToAsync(destination, cancellation);
        }
    }

    /// <summary>The whole body; null when it has more than <paramref name="maxBytes"/>.</summary>
    public virtual async ValueTask<ReadOnlyMemory<byte>?> ReadAllAsync(int maxBytes, CancellationToken cancellation)
    {
        if (Length > maxBytes)
        {
            return null;
        }

        var source = OpenRead();
        await using (source)
        {
            var buffer = new byte[Length is { } known ? (int)known + 1 : 4096];
            var count = 0;
            while (await source.ReadAsync(buffer.AsMemory(count), cancellation) is var read and > 0)
            {
                count += read;
                if (count > maxBytes)
                {
                    return null;
                }

                if (count == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }
            }

            return buffer.AsMemory(0, count);
        }
    }

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A body in memory.</summary>
    public static Payload FromBytes(ReadOnlyMemory<byte> bytes) => new BytesPayload(bytes);

    /// <summary>A body that is read from a stream, once; the reader closes it.</summary>
    public static Payload FromStream(Stream stream, long? length) => new StreamPayload(stream, length);

    /// <summary>A body that can be read again and again: <paramref name="open"/> gives a new stream at its start each time.</summary>
    public static Payload FromSource(Func<Stream> open, long? length) => new SourcePayload(open, length);
}
