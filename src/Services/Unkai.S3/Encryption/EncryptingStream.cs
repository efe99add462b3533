using Unkai.Storage;

namespace Unkai.S3.Encryption;

/// <summary>Encrypts what is read through it; those who look on see the plain bytes.</summary>
internal sealed class EncryptingStream(Stream plain, IReadOnlyList<IByteSink> sinks, CtrCipher cipher) : ForwardStream
{
    private long _position;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await plain.ReadAsync(buffer, cancellationToken);
        var bytes = buffer.Span[..read];
        foreach (var sink in sinks)
        {
            sink.Append(bytes);
        }

        cipher.Apply(bytes, _position);
        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            plain.Dispose();
        }

        base.Dispose(disposing);
    }
}
