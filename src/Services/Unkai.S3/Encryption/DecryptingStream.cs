using Unkai.Storage;

namespace Unkai.S3.Encryption;

/// <summary>Decrypts a range of an object's bodies; each has a nonce of its own.</summary>
internal sealed class DecryptingStream : ForwardStream
{
    private readonly Stream _encrypted;
    private readonly IReadOnlyList<Body> _bodies;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _nonces;
    private readonly byte[] _key;
    private int _body;
    private long _bodyStart;
    private long _at;
    private CtrCipher _cipher;

    /// <param name="encrypted">The bytes from <paramref name="start"/> on.</param>
    /// <param name="key">The customer's.</param>
    /// <param name="bodies">All bodies of the object.</param>
    /// <param name="nonces">One for each body.</param>
    /// <param name="start">Where in the object <paramref name="encrypted"/> begins.</param>
    internal DecryptingStream(Stream encrypted, byte[] key, IReadOnlyList<Body> bodies, IReadOnlyList<ReadOnlyMemory<byte>> nonces, long start)
    {
        (_encrypted, _key, _bodies, _nonces, _at) = (encrypted, key, bodies, nonces, start);
        _cipher = new CtrCipher(key, nonces[0].Span);
    }

    public override long Length => _encrypted.Length;

    public override long Position
    {
        get => _encrypted.Position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _encrypted.ReadAsync(buffer, cancellationToken);
        for (var done = 0; done < read;)
        {
            while (_at >= _bodyStart + _bodies[_body].Length && _body < _bodies.Count - 1)
            {
                _bodyStart += _bodies[_body++].Length;
                _cipher.Dispose();
                _cipher = new CtrCipher(_key, _nonces[_body].Span);
            }

            var count = (int)Math.Min(read - done, _bodyStart + _bodies[_body].Length - _at);
            _cipher.Apply(buffer.Span.Slice(done, count), _at - _bodyStart);
            done += count;
            _at += count;
        }

        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _encrypted.Dispose();
        }

        base.Dispose(disposing);
    }
}
