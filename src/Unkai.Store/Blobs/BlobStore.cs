using System.Buffers;

namespace Unkai.Storage;

/// <summary>Bodies too large for a record: files named after their SHA-256, shared by all worlds, collected when no world refers to them.</summary>
/// <remarks>
/// Write the body first, then <see cref="BlobReferences"/>' <c>Reference</c> it in the transaction that stores the <see cref="Body"/>, and <c>Dereference</c> it in
/// the one that removes or replaces it. A body that is never referenced goes after <see cref="StoreOptions.BlobGrace"/>.
/// </remarks>
public abstract class BlobStore
{
    /// <summary>A body up to this size stays inside its record, in bytes.</summary>
    public const int InlineBytesMax = 16 * 1024;

    private int _holders;

    /// <summary>Whether somebody keeps blobs from being collected.</summary>
    private protected bool IsHeld => Volatile.Read(ref _holders) > 0;

    /// <summary>How much of a body is read at first, in bytes: more than <see cref="InlineBytesMax"/>.</summary>
    private protected abstract int FirstBytes { get; }

    /// <summary>Takes a stream to its end. The body is durable (for <see cref="Durability.None"/>: written) when this returns.</summary>
    /// <param name="source">Read once, in pieces; memory stays the same however long it is.</param>
    /// <param name="sinks">See the bytes in the same pass (MD5, CRCs).</param>
    /// <param name="cancellation">Ends the write; what was written goes.</param>
    /// <exception cref="StoreUnavailableException">The disk is full or failed. The store itself goes on: nothing refers to the body.</exception>
    public async ValueTask<Body> WriteAsync(Stream source, IReadOnlyList<IByteSink> sinks, CancellationToken cancellation)
    {
        var first = ArrayPool<byte>.Shared.Rent(FirstBytes);
        try
        {
            var size = await source.ReadAtLeastAsync(first.AsMemory(0, FirstBytes), FirstBytes, throwOnEndOfStream: false, cancellation);
            if (size > InlineBytesMax)
            {
                return await WriteLargeAsync(source, first, size, sinks, cancellation);
            }

            Show(sinks, first.AsSpan(0, size));
            return Body.OfBytes(first.AsSpan(0, size).ToArray());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(first);
        }
    }

    /// <inheritdoc cref="WriteAsync(Stream,IReadOnlyList{IByteSink},CancellationToken)"/>
    public ValueTask<Body> WriteAsync(Stream source, CancellationToken cancellation) => WriteAsync(source, [], cancellation);

    /// <summary>Takes bytes that are there already.</summary>
    public ValueTask<Body> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => bytes.Length <= InlineBytesMax
        ? new ValueTask<Body>(Body.OfBytes(bytes.ToArray()))
        : WriteAsync(new MemoryStream(bytes.ToArray(), writable: false), [], cancellation);

    /// <summary>Joins bodies into one (a multipart upload's parts).</summary>
    public async ValueTask<Body> ConcatenateAsync(IReadOnlyList<Body> parts, IReadOnlyList<IByteSink> sinks, CancellationToken cancellation)
    {
        await using var source = new JoinedStream(this, parts);
        return await WriteAsync(source, sinks, cancellation);
    }

    /// <summary>A seekable stream of the body's bytes. Once its first bytes were read it stays readable though the blob is collected meanwhile (in the PostgreSQL engine: for <see cref="StoreOptions.BlobGrace"/>).</summary>
    /// <exception cref="StoreCorruptException">The blob's bytes are gone or are not as many; thrown here or by the first read.</exception>
    public abstract Stream OpenRead(Body body);

    /// <summary>A stream of a blob's bytes, with its length, for whoever has no <see cref="Body"/> of it.</summary>
    /// <exception cref="StoreCorruptException">The blob is gone.</exception>
    public virtual Stream OpenRead(BlobId blob) => throw new NotSupportedException("This store's blobs cannot be read by their id alone yet.");

    /// <inheritdoc cref="OpenRead(BlobId)"/>
    public virtual ValueTask<Stream> OpenReadAsync(BlobId blob, CancellationToken cancellation) => new(OpenRead(blob));

    /// <summary>Keeps <see cref="CollectAsync"/> from removing anything until disposed: an export reads what may lose its last reference meanwhile.</summary>
    public IDisposable HoldCollection()
    {
        Interlocked.Increment(ref _holders);
        return new Hold(this);
    }

    /// <summary>The blob's file on the machine, for sendfile; null when it has none.</summary>
    public abstract string? MachinePathOf(Body body);

    /// <summary>Removes the blobs that no world refers to and that are older than the grace; safe under concurrent writes and crashes.</summary>
    /// <returns>How many went.</returns>
    public abstract ValueTask<long> CollectAsync(CancellationToken cancellation);

    /// <summary>Shows bytes to those who look on.</summary>
    private protected static void Show(IReadOnlyList<IByteSink> sinks, ReadOnlySpan<byte> bytes)
    {
        foreach (var sink in sinks)
        {
            sink.Append(bytes);
        }
    }

    /// <summary>Stores a body that does not fit into a record: the first bytes, then the rest of the stream.</summary>
    private protected abstract ValueTask<Body> WriteLargeAsync(Stream source, byte[] first, int size, IReadOnlyList<IByteSink> sinks, CancellationToken cancellation);

    private sealed class Hold(BlobStore blobs) : IDisposable
    {
        private BlobStore? _blobs = blobs;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _blobs, null) is { } held)
            {
                Interlocked.Decrement(ref held._holders);
            }
        }
    }
}
