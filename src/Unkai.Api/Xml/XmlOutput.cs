using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Unkai.Api.Xml;

/// <summary>Writes XML as UTF-8 straight into a buffer. No indentation, as AWS.</summary>
/// <param name="target">Where the document grows.</param>
/// <param name="withMilliseconds">Whether times have milliseconds even where there are none, as S3's have.</param>
public readonly struct XmlOutput(IBufferWriter<byte> target, bool withMilliseconds = false)
{
    /// <summary>What one character of ASCII takes at most when it is escaped.</summary>
    internal const int EscapedBytesMax = 6;

    private const int NumberBytesMax = 20;
    private const int Utf8BytesPerCharMax = 3;

    /// <summary>Longer texts are measured before they are encoded, so that a large one reserves no more than it needs.</summary>
    private const int UnmeasuredCharsMax = 512;

    private static readonly SearchValues<char> s_special = SearchValues.Create(
        "&<>\"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    internal static SearchValues<byte> SpecialUtf8 { get; } = SearchValues.Create(
        "&<>\"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"u8);

    /// <summary>Writes the declaration.</summary>
    public void Declaration() => Raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);

    /// <summary>Writes markup as it is.</summary>
    public void Raw(ReadOnlySpan<byte> markup)
    {
        markup.CopyTo(target.GetSpan(markup.Length));
        target.Advance(markup.Length);
    }

    /// <summary>Writes a start tag.</summary>
    public void Start(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 2);
        span[0] = (byte)'<';
        name.CopyTo(span[1..]);
        span[name.Length + 1] = (byte)'>';
        target.Advance(name.Length + 2);
    }

    /// <summary>Writes a start tag that may bring a namespace.</summary>
    public void Start(ReadOnlySpan<byte> name, string? xmlNamespace, string? prefix = null)
    {
        if (xmlNamespace is null)
        {
            Start(name);
            return;
        }

        Open(name);
        Namespace(xmlNamespace, prefix);
        CloseTag();
    }

    /// <summary>The beginning of a start tag; <see cref="Attribute"/>s and <see cref="CloseTag"/> follow.</summary>
    public void Open(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 1);
        span[0] = (byte)'<';
        name.CopyTo(span[1..]);
        target.Advance(name.Length + 1);
    }

    /// <summary>Writes a namespace into a start tag; null: none.</summary>
    public void Namespace(string? uri, string? prefix)
    {
        if (uri is null)
        {
            return;
        }

        Raw(" xmlns"u8);
        if (prefix is not null)
        {
            Raw(":"u8);
            Plain(prefix);
        }

        Raw("=\""u8);
        Text(uri);
        Raw("\""u8);
    }

    /// <summary>Writes an attribute into a start tag.</summary>
    public void Attribute(ReadOnlySpan<byte> name, string value)
    {
        Raw(" "u8);
        Raw(name);
        Raw("=\""u8);
        Text(value);
        Raw("\""u8);
    }

    /// <summary>Ends a start tag.</summary>
    public void CloseTag() => Raw(">"u8);

    /// <summary>Writes an end tag.</summary>
    public void End(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 3);
        "</"u8.CopyTo(span);
        name.CopyTo(span[2..]);
        span[name.Length + 2] = (byte)'>';
        target.Advance(name.Length + 3);
    }

    /// <summary>Writes an element of text.</summary>
    public void Element(ReadOnlySpan<byte> name, string text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    /// <summary>Writes text, escaped.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(s_special) is var special and >= 0)
        {
            Plain(text[..special]);
            Escape((byte)text[special]);
            text = text[(special + 1)..];
        }

        Plain(text);
    }

    /// <summary>Writes text that is UTF-8 already, escaped.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny(SpecialUtf8) is var special and >= 0)
        {
            Raw(text[..special]);
            Escape(text[special]);
            text = text[(special + 1)..];
        }

        Raw(text);
    }

    /// <summary>Writes a whole number.</summary>
    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, target.GetSpan(NumberBytesMax), out var length);
        target.Advance(length);
    }

    /// <summary>Writes a time as ISO 8601.</summary>
    public void Time(DateTimeOffset value)
    {
        var length = Timestamps.FormatIso8601(value, target.GetSpan(Timestamps.Iso8601BytesMax), withMilliseconds);
        target.Advance(length);
    }

    /// <summary>Reserves room, so that the document need not be moved while it grows.</summary>
    public void Reserve(int bytes) => target.GetSpan(bytes);

    /// <summary>Begins a piece of at most so many bytes; <see cref="Add"/> takes it, before anything else is written.</summary>
    public XmlFragment Begin(int bytesMax) => new(target.GetSpan(bytesMax), withMilliseconds);

    /// <summary>Takes a piece that <see cref="Begin"/> began.</summary>
    public void Add(in XmlFragment fragment) => target.Advance(fragment.SizeBytes);

    internal static int Escape(byte special, Span<byte> target)
    {
        var named = special switch
        {
            (byte)'&' => "&amp;"u8,
            (byte)'<' => "&lt;"u8,
            (byte)'>' => "&gt;"u8,
            (byte)'"' => "&quot;"u8,
            _ => default,
        };
        if (!named.IsEmpty)
        {
            named.CopyTo(target);
            return named.Length;
        }

        "&#"u8.CopyTo(target);
        Utf8Formatter.TryFormat(special, target[2..], out var digits);
        target[2 + digits] = (byte)';';
        return digits + 3;
    }

    private void Plain(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        var reserved = text.Length <= UnmeasuredCharsMax ? text.Length * Utf8BytesPerCharMax : Encoding.UTF8.GetByteCount(text);
        target.Advance(Encoding.UTF8.GetBytes(text, target.GetSpan(reserved)));
    }

    private void Escape(byte special)
    {
        var length = Escape(special, target.GetSpan(EscapedBytesMax));
        target.Advance(length);
    }
}
