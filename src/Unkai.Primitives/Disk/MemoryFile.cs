namespace Unkai;

/// <summary>A file in pieces, so that a large one needs no large array.</summary>
internal sealed class MemoryFile(MachineClock clock) : IDiskFile
{
    private const int PieceBytes = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _pieces = [];
    private long _length;

    public DateTimeOffset LastWritten { get; set; } = clock.UtcNow;

    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    public int Read(Span<byte> target, long offset)
    {
        lock (_gate)
        {
            var total = (int)Math.Clamp(_length - offset, 0, target.Length);
            for (var done = 0; done < total;)
            {
                var (piece, start) = Math.DivRem(offset + done, PieceBytes);
                var size = (int)Math.Min(PieceBytes - start, total - done);
                _pieces[(int)piece].AsSpan((int)start, size).CopyTo(target[done..]);
                done += size;
            }

            return total;
        }
    }

    public ValueTask<int> ReadAsync(Memory<byte> target, long offset, CancellationToken cancellation) => new(Read(target.Span, offset));

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        lock (_gate)
        {
            Grow(Math.Max(_length, offset + source.Length));
            while (!source.IsEmpty)
            {
                var (piece, start) = Math.DivRem(offset, PieceBytes);
                var size = (int)Math.Min(PieceBytes - start, source.Length);
                source[..size].CopyTo(_pieces[(int)piece].AsSpan((int)start));
                source = source[size..];
                offset += size;
            }

            LastWritten = clock.UtcNow;
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> source, long offset, CancellationToken cancellation)
    {
        Write(source.Span, offset);
        return ValueTask.CompletedTask;
    }

    public void Sync()
    {
    }

    public void SetLength(long length)
    {
        lock (_gate)
        {
            if (length < _length)
            {
                var pieces = (int)((length + PieceBytes - 1) / PieceBytes);
                _pieces.RemoveRange(pieces, _pieces.Count - pieces);
                if (length % PieceBytes is > 0 and var rest)
                {
                    _pieces[^1].AsSpan((int)rest).Clear();
                }

                _length = length;
            }
            else
            {
                Grow(length);
            }
        }
    }

    public void Preallocate(long length)
    {
    }

    public void Dispose()
    {
    }

    private void Grow(long length)
    {
        while ((long)_pieces.Count * PieceBytes < length)
        {
            _pieces.Add(new byte[PieceBytes]);
        }

        _length = length;
    }
}
