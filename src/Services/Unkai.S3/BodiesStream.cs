using Unkai.Storage;

namespace Unkai.S3;

/// <summary>Reads a part of several bodies behind one another; each is opened when its turn comes.</summary>
internal sealed class BodiesStream(BlobStore blobs, IReadOnlyList<Body> bodies, ByteRange range) : ForwardStream
{
    private Stream? _current;
    private int _next;
    private long _skip = range.Start;
    private long _left = range.Length;

    public override long Length => range.Length;

    public override long Position
    {
        get => range.Length - _left;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_current is null)
            {
                while (_skip >= bodies[_next].Length && _next < bodies.Count - 1)
                {
                    _skip -= bodies[_next++].Length;
                }

                _current = blobs.OpenRead(bodies[_next++]);
                _current.Seek(_skip, SeekOrigin.Begin);
                _skip = 0;
            }

            var read = await _current.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
            if (read > 0)
            {
                _left -= read;
                return read;
            }

            await _current.DisposeAsync();
            _current = null;
            if (_next >= bodies.Count)
            {
                throw new EndOfStreamException("A body is shorter than its object says.");
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
        }

        base.Dispose(disposing);
    }
}
