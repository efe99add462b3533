using System.Buffers;
using System.Globalization;
using System.Text;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>Writes XML as UTF-8 straight into a buffer. No indentation, as AWS.</summary>
internal readonly struct XmlOutput(IBufferWriter<byte> target)
{
    private static readonly SearchValues<char> s_special = SearchValues.Create(
        "&<>\"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000b\u000c\u000d\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    public void Declaration() => target.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"u8);

    public void Start(ReadOnlySpan<byte> name)
    {
        Open(name);
        target.Write(">"u8);
    }

    public void Start(ReadOnlySpan<byte> name, string? xmlNamespace, string? prefix = null)
    {
        Open(name);
        Namespace(xmlNamespace, prefix);
        target.Write(">"u8);
    }

    /// <summary>The beginning of a start tag; <see cref="Attribute"/>s and <see cref="CloseTag"/> follow.</summary>
    public void Open(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 1);
        span[0] = (byte)'<';
        name.CopyTo(span[1..]);
        target.Advance(name.Length + 1);
    }

    public void Namespace(string? uri, string? prefix)
    {
        if (uri is null)
        {
            return;
        }

        target.Write(" xmlns"u8);
        if (prefix is not null)
        {
            target.Write(":"u8);
            Encoding.UTF8.GetBytes(prefix, target);
        }

        target.Write("=\""u8);
        Text(uri);
        target.Write("\""u8);
    }

    public void Attribute(ReadOnlySpan<byte> name, string value)
    {
        target.Write(" "u8);
        target.Write(name);
        target.Write("=\""u8);
        Text(value);
        target.Write("\""u8);
    }

    public void CloseTag() => target.Write(">"u8);

    public void End(ReadOnlySpan<byte> name)
    {
        var span = target.GetSpan(name.Length + 3);
        "</"u8.CopyTo(span);
        name.CopyTo(span[2..]);
        span[name.Length + 2] = (byte)'>';
        target.Advance(name.Length + 3);
    }

    public void Element(ReadOnlySpan<byte> name, string text)
    {
        Start(name);
        Text(text);
        End(name);
    }

    public void Text(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(s_special) is var special and >= 0)
        {
            Encoding.UTF8.GetBytes(text[..special], target);
            switch (text[special])
            {
                case '&': target.Write("&amp;"u8); break;
                case '<': target.Write("&lt;"u8); break;
                case '>': target.Write("&gt;"u8); break;
                case '"': target.Write("&quot;"u8); break;
                default: Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"&#{(int)text[special]};"), target); break;
            }

            text = text[(special + 1)..];
        }

        Encoding.UTF8.GetBytes(text, target);
    }
}
