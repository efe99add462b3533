using System.Text;

namespace Unkai.Compute;

/// <summary>One environment's log stream: what Lambda says and what the function prints, in one order.</summary>
/// <remarks>
/// The function's bytes are events by lines. Our bootstraps mark an event of several lines (a stack trace): it starts with
/// <see cref="EventMark"/> and its inner line ends are <see cref="LineEndMark"/>. Not thread-safe: the environment's gate guards it.
/// </remarks>
internal sealed class EnvironmentLog(FunctionDefinition definition, string logStream)
{
    private const byte EventMark = 1;
    private const byte LineEndMark = 2;
    private const int FirstBytes = 4096;

    private readonly IFunctionLogSink _sink = definition.LogSink;
    private readonly string _group = definition.LogGroupOrDefault;
    private readonly TimeProvider _time = definition.WorldTimeOrMachine;
    private byte[] _partial = new byte[FirstBytes];
    private int _partialLength;

    public string Stream { get; } = logStream;

    public LogTail Tail { get; } = new();

    public void Write(string text)
    {
        FlushPartial();
        var length = Encoding.UTF8.GetMaxByteCount(text.Length + 1);
        Span<byte> bytes = length <= 1024 ? stackalloc byte[length] : new byte[length];
        var written = Encoding.UTF8.GetBytes(text, bytes);
        bytes[written++] = (byte)'\n';
        Tail.Append(bytes[..written]);
        _sink.Write(new FunctionLogLine(_group, Stream, _time.GetUtcNow(), text));
    }

    /// <summary>Takes what came out of the function.</summary>
    public void WriteOutput(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = end < 0 ? bytes : bytes[..end];
            while (_partialLength + piece.Length > FunctionLogLine.TextBytesMax)
            {
                var fits = FunctionLogLine.TextBytesMax - _partialLength;
                AppendPartial(piece[..fits]);
                FlushPartial();
                piece = piece[fits..];
            }

            AppendPartial(piece);
            if (end < 0)
            {
                return;
            }

            EmitPartial();
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>A line without its end is an event when the invocation is over.</summary>
    public void FlushPartial()
    {
        if (_partialLength > 0)
        {
            EmitPartial();
        }
    }

    private void EmitPartial()
    {
        var line = _partial.AsSpan(0, _partialLength);
        if (!line.IsEmpty && line[0] == EventMark)
        {
            line = line[1..];
            line.Replace(LineEndMark, (byte)'\n');
        }

        line = line.TrimEnd((byte)'\r');
        Tail.Append(line);
        Tail.Append("\n"u8);
        _sink.Write(new FunctionLogLine(_group, Stream, _time.GetUtcNow(), Encoding.UTF8.GetString(line)));
        _partialLength = 0;
        if (_partial.Length > FirstBytes * 4)
        {
            _partial = new byte[FirstBytes];
        }
    }

    private void AppendPartial(ReadOnlySpan<byte> piece)
    {
        if (_partialLength + piece.Length > _partial.Length)
        {
            Array.Resize(ref _partial, Math.Max(_partial.Length * 2, _partialLength + piece.Length));
        }

        piece.CopyTo(_partial.AsSpan(_partialLength));
        _partialLength += piece.Length;
    }
}
