using System.Buffers.Text;

namespace Unkai.Api.Xml;

/// <summary>A piece of XML whose greatest size is known before it is written, so that it is reserved once: for what is written a thousand times a page.</summary>
/// <remarks>Begins with <see cref="XmlOutput.Begin"/> and is kept by <see cref="XmlOutput.Add"/>. Writing more than was reserved throws.</remarks>
public ref struct XmlFragment
{
    private readonly Span<byte> _target;
    private readonly bool _withMilliseconds;
    private int _at;

    internal XmlFragment(Span<byte> target, bool withMilliseconds)
    {
        _target = target;
        _withMilliseconds = withMilliseconds;
    }

    internal readonly int SizeBytes => _at;

    /// <summary>The bytes that text of so many bytes takes at most when it is escaped.</summary>
    public static int TextBytesMax(int utf8Bytes) => utf8Bytes * XmlOutput.EscapedBytesMax;

    /// <summary>Writes markup as it is.</summary>
    public void Raw(ReadOnlySpan<byte> markup)
    {
        markup.CopyTo(_target[_at..]);
        _at += markup.Length;
    }

    /// <summary>Writes text that is UTF-8 already, escaped.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(XmlOutput.SpecialUtf8) is var special and >= 0)
        {
            Raw(text[..special]);
            _at += XmlOutput.Escape(text[special], _target[_at..]);
            text = text[(special + 1)..];
        }

        Raw(text);
    }

    /// <summary>Writes a whole number, 20 bytes at most.</summary>
    public void Number(long value)
    {
        if (!Utf8Formatter.TryFormat(value, _target[_at..], out var length))
        {
            throw new InvalidOperationException("The fragment is larger than was reserved.");
        }

        _at += length;
    }

    /// <summary>Writes a time as ISO 8601, 24 bytes at most.</summary>
    public void Time(DateTimeOffset value) => _at += Timestamps.FormatIso8601(value, _target[_at..], _withMilliseconds);
}
