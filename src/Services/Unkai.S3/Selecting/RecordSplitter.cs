namespace Unkai.S3.Selecting;

/// <summary>Cuts a stream into records at a delimiter. A record may have 1 MB.</summary>
internal sealed class RecordSplitter(Stream stream, SelectInput input)
{
    private const int RecordBytesMax = 1024 * 1024;
    private const int FirstBytes = 64 * 1024;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>Where the record that was read last begins, in bytes.</summary>
    internal long Offset { get; private set; }

    private long _next;

    /// <returns>The record without its delimiter, valid until the next read; null at the end.</returns>
    internal async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (Find(_buffer.AsSpan(_start, _end - _start)) is >= 0 and var length)
            {
                return Take(length, input.RecordDelimiter.Length);
            }

            if (_isAtEnd)
            {
                return _end > _start ? Take(_end - _start, 0) : default(ReadOnlyMemory<byte>?); // A bare null would become an empty memory.
            }

            await FillAsync(cancellation);
        }
    }

    private ReadOnlyMemory<byte> Take(int length, int delimiter)
    {
        var record = _buffer.AsMemory(_start, length);
        Offset = _next;
        _start += length + delimiter;
        _next += length + delimiter;

        // Lines that end as Windows ends them.
        return input.RecordDelimiter is [(byte)'\n'] && record.Span is [.., (byte)'\r'] ? record[..^1] : record;
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length > RecordBytesMax)
            {
                throw new SelectException(SelectErrors.RecordTooLarge);
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _isAtEnd = read == 0;
            _end += read;
        }
        catch (InvalidDataException)
        {
            throw new SelectException(SelectErrors.Truncated);
        }
    }

    private int Find(ReadOnlySpan<byte> bytes)
    {
        if (!input.AllowsQuotedDelimiters || input.Quote is not { } quote)
        {
            return bytes.IndexOf(input.RecordDelimiter);
        }

        var isQuoted = false;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (isQuoted && bytes[i] == input.QuoteEscape && input.QuoteEscape != quote)
            {
                i++;
            }
            else if (bytes[i] == quote)
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && bytes[i..].StartsWith(input.RecordDelimiter))
            {
                return i;
            }
        }

        return -1;
    }
}
