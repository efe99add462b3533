namespace Unkai.Storage;

/// <summary>Several bodies one after the other, one open at a time.</summary>
internal sealed class JoinedStream(BlobStore blobs, IReadOnlyList<Body> parts) : ForwardStream
{
    private Stream? _open;
    private int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_open is null)
            {
                if (_next == parts.Count)
                {
                    return 0;
                }

                _open = blobs.OpenRead(parts[_next++]);
            }

            if (await _open.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                return read;
            }

            await _open.DisposeAsync();
            _open = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _open?.Dispose();
        }

        base.Dispose(disposing);
    }
}
