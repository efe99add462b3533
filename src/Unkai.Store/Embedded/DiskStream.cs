namespace Unkai.Storage.Embedded;

/// <summary>A file's bytes as a stream to read.</summary>
internal sealed class DiskStream(IDiskFile file, long length) : SeekableStream(length)
{
    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer[..Rest(buffer.Length)], Position);
        Position += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await file.ReadAsync(buffer[..Rest(buffer.Length)], Position, cancellationToken);
        Position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Rest(int wanted) => (int)Math.Clamp(Length - Position, 0, wanted);
}
