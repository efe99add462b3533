using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Unkai.Api;

namespace Unkai.Wire.Bodies;

/// <summary>Decodes <c>aws-chunked</c>: <c>size[;chunk-signature=…]CRLF bytes CRLF … 0 CRLF [trailers] CRLF</c>.</summary>
/// <remarks>
/// Chunks are verified while they stream: the bytes of a chunk that proves wrong have been handed on by then, but the stream fails before
/// its end, so nobody commits them. Source: Amazon S3 API reference, "Signature calculations: trailing headers".
/// </remarks>
internal sealed class AwsChunkedStream : ForwardStream, ITrailers
{
    private const int LineBytesMax = 8 * 1024;
    private const int BufferBytes = 64 * 1024;
    private const int TrailersMax = 16;
    private const long ChunkBytesMax = 5L * 1024 * 1024 * 1024;

    private readonly Stream _inner;
    private readonly long _decodedLength;
    private readonly ChunkSignature? _signature;
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private readonly IncrementalHash? _chunkHash;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private long _chunkLeft;
    private long _decoded;
    private string? _chunkSignature;
    private State _state = State.Header;

    internal AwsChunkedStream(Stream inner, long decodedLength, ChunkSignature? signature, string trailers)
    {
        _inner = inner;
        _decodedLength = decodedLength;
        _signature = signature;
        _chunkHash = signature is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Announced = [.. trailers.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
    }

    private enum State
    {
        Header,
        Data,
        DataEnd,
        Ended,
    }

    public IReadOnlyList<string> Announced { get; }

    public string? Find(string name) => _trailers.GetValueOrDefault(name);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            switch (_state)
            {
                case State.Header:
                    await ReadHeaderAsync(cancellationToken);
                    break;
                case State.Data:
                    return await ReadDataAsync(buffer, cancellationToken);
                case State.DataEnd:
                    await EndChunkAsync(cancellationToken);
                    break;
                default:
                    return 0;
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _chunkHash?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static AwsErrorException Malformed(string message = "The request body is not valid aws-chunked content.") =>
        new(new AwsError("InvalidRequest", 400, message));

    private static AwsErrorException Incomplete() =>
        new(new AwsError("IncompleteBody", 400, "The request body terminated unexpectedly"));

    private static AwsErrorException Mismatch() =>
        new(new AwsError("SignatureDoesNotMatch", 403, "The request signature we calculated does not match the signature you provided. Check your key and signing method."));

    private async ValueTask ReadHeaderAsync(CancellationToken cancellation)
    {
        var line = await ReadLineAsync(cancellation) ?? throw Incomplete();
        var semicolon = line.IndexOf(';', StringComparison.Ordinal);
        if (!long.TryParse(semicolon < 0 ? line : line[..semicolon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _chunkLeft)
            || _chunkLeft is < 0 or > ChunkBytesMax)
        {
            throw Malformed();
        }

        _chunkSignature = null;
        const string Name = "chunk-signature=";
        if (semicolon >= 0 && line.IndexOf(Name, semicolon, StringComparison.Ordinal) is >= 0 and var at)
        {
            _chunkSignature = line[(at + Name.Length)..];
        }

        if (_decoded + _chunkLeft > _decodedLength)
        {
            throw Malformed("The value specified in the x-amz-decoded-content-length header is smaller than the body.");
        }

        if (_chunkLeft > 0)
        {
            _state = State.Data;
            return;
        }

        VerifyChunk();
        await ReadTrailersAsync(cancellation);
        if (_decoded != _decodedLength)
        {
            throw Incomplete();
        }

        _state = State.Ended;
    }

    private async ValueTask<int> ReadDataAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        int read;
        if (_end > _start)
        {
            read = (int)Math.Min(Math.Min(buffer.Length, _end - _start), _chunkLeft);
            _buffer.AsMemory(_start, read).CopyTo(buffer);
            _start += read;
        }
        else
        {
            read = await _inner.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _chunkLeft)], cancellation);
            if (read == 0)
            {
                throw Incomplete();
            }
        }

        _chunkHash?.AppendData(buffer.Span[..read]);
        _chunkLeft -= read;
        _decoded += read;
        if (_chunkLeft == 0)
        {
            _state = State.DataEnd;
        }

        return read;
    }

    private async ValueTask EndChunkAsync(CancellationToken cancellation)
    {
        VerifyChunk();
        if (await ReadLineAsync(cancellation) is not "")
        {
            throw Malformed();
        }

        _state = State.Header;
    }

    private void VerifyChunk()
    {
        if (_signature is null)
        {
            return;
        }

        if (_chunkSignature is null || !_signature.Verify(_chunkHash!.GetHashAndReset(), _chunkSignature))
        {
            throw Mismatch();
        }
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellation)
    {
        var signed = new StringBuilder();
        string? trailerSignature = null;
        while (await ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (_trailers.Count == TrailersMax)
            {
                throw Malformed();
            }

            if (colon <= 0)
            {
                throw MalformedTrailer();
            }

            var name = line[..colon].Trim().ToLowerInvariant();
            var value = line[(colon + 1)..].Trim();
            if (name == "x-amz-trailer-signature")
            {
                trailerSignature = value;
                continue;
            }

            if (!Announced.Contains(name))
            {
                throw MalformedTrailer();
            }

            _trailers[name] = value;
            signed.Append(name).Append(':').Append(value).Append('\n');
        }

        if (Announced.Count > 0 && _trailers.Count < Announced.Count)
        {
            throw MalformedTrailer();
        }

        if (_signature is not null && _trailers.Count > 0
            && (trailerSignature is null || !_signature.VerifyTrailer(Encoding.UTF8.GetBytes(signed.ToString()), trailerSignature)))
        {
            throw Mismatch();
        }
    }

    private static AwsErrorException MalformedTrailer() =>
        new(new AwsError("MalformedTrailerError", 400, "The request contained trailing data that was not well-formed or did not conform to our published schema."));

    /// <returns>The line without its end; null at the end of the body when no byte came.</returns>
    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var length = at > 0 && _buffer[_start + at - 1] == '\r' ? at - 1 : at;
                var line = Encoding.Latin1.GetString(_buffer, _start, length);
                _start += at + 1;
                return line;
            }

            if (_end - _start > LineBytesMax)
            {
                throw Malformed();
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            var read = await _inner.ReadAsync(_buffer.AsMemory(_end), cancellation);
            if (read == 0)
            {
                return _end == 0 ? null : throw Incomplete();
            }

            _end += read;
        }
    }
}
