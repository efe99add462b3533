using System.Runtime.InteropServices;

namespace Unkai.Api;

internal sealed class BytesPayload(ReadOnlyMemory<byte> bytes) : Payload
{
    public override long? Length => bytes.Length;

    public override Stream OpenRead() => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array ?? [], segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    public override ValueTask CopyToAsync(Stream destination, CancellationToken cancellation) => destination.WriteAsync(bytes, cancellation);

    // The null needs its type: a bare one would be an empty memory, made of a null array.
    public override ValueTask<ReadOnlyMemory<byte>?> ReadAllAsync(int maxBytes, CancellationToken cancellation) =>
        new(bytes.Length > maxBytes ? (ReadOnlyMemory<byte>?)null : bytes);
}
