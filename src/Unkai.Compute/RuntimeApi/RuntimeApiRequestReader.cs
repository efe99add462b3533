using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Unkai.Compute;

/// <summary>Reads HTTP/1.1 requests from bytes as they come: strict where laxity would desynchronize, bounded everywhere.</summary>
/// <remarks>
/// RFC 9112. Bodies by Content-Length or chunked, never both; no obsolete line folding; bare LF is refused. A body over the bound is
/// read to its end and counted, so that the runtime gets its 413 instead of a broken pipe.
/// </remarks>
internal sealed class RuntimeApiRequestReader
{
    /// <summary>The request line and all headers (X-Ray's error cause can be long), in bytes.</summary>
    public const int HeadBytesMax = 64 * 1024;

    /// <summary>The longest body that is kept; counting stops at <see cref="BodyBytesLimit"/>.</summary>
    public const int BodyBytesMax = FunctionPool.ResponseBytesMax;

    /// <summary>A body longer than this ends the connection, in bytes.</summary>
    public const long BodyBytesLimit = 1L << 30;

    private const int InitialBytes = 16 * 1024;
    private const int ChunkLineBytesMax = 1024;
    private const int TrailersMax = 16;

    private static readonly SearchValues<byte> s_tokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private byte[] _buffer = new byte[InitialBytes];
    private int _start;
    private int _end;
    private State _state = State.Head;
    private RuntimeApiRequest _request = null!;
    private long _bodyLeft;
    private ArrayBufferWriter<byte>? _chunks;
    private int _trailersLeft;

    private enum State
    {
        Head,
        FixedBody,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
    }

    /// <summary>Whether bytes of a further request have come already.</summary>
    public bool HasMore => _end > _start;

    /// <summary>Where the next bytes go: never empty.</summary>
    public Span<byte> Free()
    {
        if (_state == State.FixedBody && _start == _end && !_request.BodyTooLong)
        {
            return _request.Body.AsSpan((int)(_request.BodyBytes - _bodyLeft));
        }

        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length && _start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        return _buffer.AsSpan(_end);
    }

    /// <summary>Says how much of <see cref="Free"/> was filled.</summary>
    public void Received(int count)
    {
        if (_state == State.FixedBody && _start == _end && !_request.BodyTooLong)
        {
            _bodyLeft -= count;
        }
        else
        {
            _end += count;
        }
    }

    public RequestReadStatus TryRead(out RuntimeApiRequest request)
    {
        while (true)
        {
            var status = _state switch
            {
                State.Head => ReadHead(),
                State.FixedBody => ReadFixedBody(),
                State.ChunkSize => ReadChunkSize(),
                State.ChunkData => ReadChunkData(),
                State.ChunkEnd => ReadChunkEnd(),
                State.Trailers => ReadTrailers(),
                _ => throw new InvalidOperationException(),
            };
            request = _request;
            if (status is { } known)
            {
                return known;
            }
        }
    }

    private RequestReadStatus? ReadHead()
    {
        while (_end - _start >= 2 && _buffer[_start] == '\r' && _buffer[_start + 1] == '\n')
        {
            _start += 2; // RFC 9112 2.2: empty lines before a request are ignored.
        }

        var head = _buffer.AsSpan(_start.._end);
        var length = head.IndexOf("\r\n\r\n"u8);
        if (length < 0)
        {
            return head.Length > HeadBytesMax ? RequestReadStatus.Malformed : RequestReadStatus.Incomplete;
        }

        if (length > HeadBytesMax || !TryParseHead(head[..(length + 2)], out var contentLength, out var chunked))
        {
            return RequestReadStatus.Malformed;
        }

        _start += length + 4;
        if (chunked)
        {
            _chunks = new ArrayBufferWriter<byte>();
            _trailersLeft = TrailersMax;
            _state = State.ChunkSize;
        }
        else
        {
            _bodyLeft = contentLength;
            _request.BodyBytes = contentLength;
            _request.BodyTooLong = contentLength > BodyBytesMax;
            _request.Body = _request.BodyTooLong || contentLength == 0 ? [] : new byte[contentLength];
            _state = State.FixedBody;
        }

        return _request.ExpectsContinue && !HasMore ? RequestReadStatus.WantsContinue : null;
    }

    private bool TryParseHead(ReadOnlySpan<byte> head, out long contentLength, out bool chunked)
    {
        (contentLength, chunked) = (0, false);
        var line = TakeLine(ref head);
        var methodEnd = line.IndexOf((byte)' ');
        var targetEnd = line.LastIndexOf((byte)' ');
        if (methodEnd <= 0 || targetEnd <= methodEnd + 1
            || line[..methodEnd].IndexOfAnyExcept(s_tokenBytes) >= 0
            || line[(methodEnd + 1)..targetEnd].IndexOfAnyExceptInRange((byte)'!', (byte)'~') >= 0)
        {
            return false;
        }

        var version = line[(targetEnd + 1)..];
        var oldVersion = version.SequenceEqual("HTTP/1.0"u8);
        if (!oldVersion && !version.SequenceEqual("HTTP/1.1"u8))
        {
            return false;
        }

        _request = RuntimeApiPaths.Parse(line[..methodEnd], line[(methodEnd + 1)..targetEnd]);
        _request.Close = oldVersion;
        return TryParseHeaders(head, ref contentLength, ref chunked);
    }

    private bool TryParseHeaders(ReadOnlySpan<byte> lines, ref long contentLength, ref bool chunked)
    {
        var hasLength = false;
        while (!lines.IsEmpty)
        {
            if (!TryTakeHeader(ref lines, out var name, out var value))
            {
                return false;
            }

            if (Is(name, "content-length"u8))
            {
                if (value.IsEmpty || value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
                    || !Utf8Parser.TryParse(value, out long length, out var used) || used != value.Length
                    || length > BodyBytesLimit || (hasLength && length != contentLength))
                {
                    return false;
                }

                (contentLength, hasLength) = (length, true);
            }
            else if (Is(name, "transfer-encoding"u8))
            {
                if (chunked || !Is(value, "chunked"u8))
                {
                    return false;
                }

                chunked = true;
            }
            else
            {
                TakeHeader(name, value);
            }
        }

        return !(hasLength && chunked);
    }

    private void TakeHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (Is(name, "content-type"u8))
        {
            // The managed runtimes send this one: no string for the usual case.
            _request.ContentType = value.SequenceEqual("application/json"u8) ? "application/json" : Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "lambda-runtime-function-error-type"u8))
        {
            _request.ErrorType = Encoding.Latin1.GetString(value);
        }
        else if (Is(name, "expect"u8))
        {
            _request.ExpectsContinue = Is(value, "100-continue"u8);
        }
        else if (Is(name, "connection"u8))
        {
            _request.Close |= Is(value, "close"u8);
        }
    }

    private RequestReadStatus? ReadFixedBody()
    {
        var taken = (int)Math.Min(_bodyLeft, _end - _start);
        if (!_request.BodyTooLong)
        {
            _buffer.AsSpan(_start, taken).CopyTo(_request.Body.AsSpan((int)(_request.BodyBytes - _bodyLeft)));
        }

        _start += taken;
        _bodyLeft -= taken;
        return _bodyLeft > 0 ? RequestReadStatus.Incomplete : Finish();
    }

    private RequestReadStatus? ReadChunkSize()
    {
        if (!TryTakeBufferedLine(ChunkLineBytesMax, out var line, out var status))
        {
            return status;
        }

        var extension = line.IndexOf((byte)';');
        var digits = (extension < 0 ? line : line[..extension]).TrimEnd((byte)' ');
        if (digits.IsEmpty || digits.Length > 8
            || !Utf8Parser.TryParse(digits, out uint size, out var used, 'x') || used != digits.Length
            || _request.BodyBytes + size > BodyBytesLimit)
        {
            return RequestReadStatus.Malformed;
        }

        _request.BodyBytes += size;
        if (_request.BodyBytes > BodyBytesMax)
        {
            _request.BodyTooLong = true;
            _chunks!.ResetWrittenCount();
        }

        _bodyLeft = size;
        _state = size == 0 ? State.Trailers : State.ChunkData;
        return null;
    }

    private RequestReadStatus? ReadChunkData()
    {
        var taken = (int)Math.Min(_bodyLeft, _end - _start);
        if (!_request.BodyTooLong)
        {
            _chunks!.Write(_buffer.AsSpan(_start, taken));
        }

        _start += taken;
        _bodyLeft -= taken;
        if (_bodyLeft > 0)
        {
            return RequestReadStatus.Incomplete;
        }

        _state = State.ChunkEnd;
        return null;
    }

    private RequestReadStatus? ReadChunkEnd()
    {
        if (_end - _start < 2)
        {
            return RequestReadStatus.Incomplete;
        }

        if (_buffer[_start] != '\r' || _buffer[_start + 1] != '\n')
        {
            return RequestReadStatus.Malformed;
        }

        _start += 2;
        _state = State.ChunkSize;
        return null;
    }

    private RequestReadStatus? ReadTrailers()
    {
        if (!TryTakeBufferedLine(HeadBytesMax, out var line, out var status))
        {
            return status;
        }

        if (line.IsEmpty)
        {
            _request.Body = _request.BodyTooLong ? [] : _chunks!.WrittenSpan.ToArray();
            _chunks = null;
            return Finish();
        }

        if (_trailersLeft-- == 0 || !TrySplitHeader(line, out var name, out var value))
        {
            return RequestReadStatus.Malformed;
        }

        if (Is(name, "lambda-runtime-function-error-type"u8))
        {
            _request.ErrorType = Encoding.Latin1.GetString(value);
        }

        return null;
    }

    private RequestReadStatus Finish()
    {
        _state = State.Head;
        return RequestReadStatus.Complete;
    }

    private bool TryTakeBufferedLine(int lengthMax, out ReadOnlySpan<byte> line, out RequestReadStatus status)
    {
        var buffered = _buffer.AsSpan(_start.._end);
        var length = buffered.IndexOf("\r\n"u8);
        status = (length < 0 ? buffered.Length : length) > lengthMax ? RequestReadStatus.Malformed : RequestReadStatus.Incomplete;
        if (length < 0 || length > lengthMax)
        {
            line = default;
            return false;
        }

        line = buffered[..length];
        _start += length + 2;
        return true;
    }

    private static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> text)
    {
        var length = text.IndexOf("\r\n"u8);
        var line = text[..length];
        text = text[(length + 2)..];
        return line;
    }

    private static bool TryTakeHeader(ref ReadOnlySpan<byte> lines, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value) =>
        TrySplitHeader(TakeLine(ref lines), out name, out value);

    private static bool TrySplitHeader(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = colon < 0 ? default : line[..colon];
        value = colon < 0 ? default : line[(colon + 1)..].Trim(" \t"u8);
        return !name.IsEmpty && name.IndexOfAnyExcept(s_tokenBytes) < 0 && value.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) < 0;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase) => Ascii.EqualsIgnoreCase(text, lowerCase);
}
