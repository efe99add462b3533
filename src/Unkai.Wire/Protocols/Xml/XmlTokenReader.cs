using System.Globalization;
using System.Text;

namespace Unkai.Wire.Protocols.Xml;

/// <summary>XML to tokens, straight from UTF-8. DTDs are refused, and so are entities other than XML's own five; depth is bounded.</summary>
/// <remarks>What a wrong document is: see <see cref="Failed"/>; nothing is thrown.</remarks>
internal ref struct XmlTokenReader(ReadOnlySpan<byte> text)
{
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _depth;
    private bool _endPending;
    private ReadOnlySpan<byte> _rawName;

    public bool Failed { get; private set; }

    public XmlToken Token { get; private set; }

    /// <summary>The element's name without its prefix.</summary>
    public readonly ReadOnlySpan<byte> Name => _rawName.LastIndexOf((byte)':') is var colon and >= 0 ? _rawName[(colon + 1)..] : _rawName;

    /// <summary>The attributes of the element just started, as they stand.</summary>
    public ReadOnlySpan<byte> Attributes { get; private set; }

    /// <summary>The text as it stands; entities and all.</summary>
    public ReadOnlySpan<byte> RawText { get; private set; }

    private bool IsCdata { get; set; }

    public bool Read()
    {
        if (Failed)
        {
            return false;
        }

        if (_endPending)
        {
            _endPending = false;
            _depth--;
            Token = XmlToken.End;
            return true;
        }

        while (_at < _text.Length)
        {
            if (_text[_at] != '<')
            {
                var end = _text[_at..].IndexOf((byte)'<');
                RawText = end < 0 ? _text[_at..] : _text.Slice(_at, end);
                _at += RawText.Length;
                IsCdata = false;
                if (_depth == 0)
                {
                    if (IsBlank(RawText) || (RawText.StartsWith("\ufeff"u8) && IsBlank(RawText[3..])))
                    {
                        continue;
                    }

                    return Fail();
                }

                Token = XmlToken.Text;
                return true;
            }

            var rest = _text[_at..];
            if (rest.StartsWith("<!--"u8))
            {
                if (!SkipPast("-->"u8, 4))
                {
                    return Fail();
                }
            }
            else if (rest.StartsWith("<?"u8))
            {
                if (!SkipPast("?>"u8, 2))
                {
                    return Fail();
                }
            }
            else if (rest.StartsWith("<![CDATA["u8) && _depth > 0)
            {
                var end = rest.IndexOf("]]>"u8);
                if (end < 0)
                {
                    return Fail();
                }

                RawText = rest[9..end];
                _at += end + 3;
                IsCdata = true;
                Token = XmlToken.Text;
                return true;
            }
            else if (rest.StartsWith("<!"u8))
            {
                return Fail();
            }
            else
            {
                return rest.StartsWith("</"u8) ? ReadEnd(rest) : ReadStart(rest);
            }
        }

        Token = XmlToken.EndOfDocument;
        return _depth == 0 ? false : Fail();
    }

    /// <summary>Passes over the element that has just started.</summary>
    public bool Skip()
    {
        for (var depth = 1; depth > 0;)
        {
            if (!Read())
            {
                return false;
            }

            depth += Token == XmlToken.Start ? 1 : Token == XmlToken.End ? -1 : 0;
        }

        return true;
    }

    /// <summary>The text of the element that has just started, to its end; elements in it are passed over.</summary>
    public string? ReadText()
    {
        string? only = null;
        StringBuilder? text = null;
        while (Read())
        {
            switch (Token)
            {
                case XmlToken.Start when !Skip():
                    return null;
                case XmlToken.End:
                    return text?.ToString() ?? only ?? "";
                case XmlToken.Text when Decode() is { } part:
                    if (only is null)
                    {
                        only = part;
                    }
                    else
                    {
                        (text ??= new StringBuilder(only)).Append(part);
                    }

                    break;
                case XmlToken.Text:
                    return null;
                default:
                    break;
            }
        }

        return null;
    }

    /// <summary>The value of an attribute of the element just started, by its name without prefix; null when it has none.</summary>
    public readonly string? Attribute(ReadOnlySpan<byte> name)
    {
        var rest = Attributes;
        while (rest.IndexOf((byte)'=') is var equals and > 0)
        {
            var raw = rest[..equals].Trim(" \t\r\n"u8);
            var local = raw.LastIndexOf((byte)':') is var colon and >= 0 ? raw[(colon + 1)..] : raw;
            rest = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            if (rest.IsEmpty || rest[0] is not ((byte)'"' or (byte)'\''))
            {
                return null;
            }

            var end = rest[1..].IndexOf(rest[0]);
            if (end < 0)
            {
                return null;
            }

            if (local.SequenceEqual(name))
            {
                return DecodeEntities(rest.Slice(1, end));
            }

            rest = rest[(end + 2)..];
        }

        return null;
    }

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n"u8).IsEmpty;

    private string? Decode()
    {
        var decoded = IsCdata ? Encoding.UTF8.GetString(RawText) : DecodeEntities(RawText);
        if (decoded is null)
        {
            Fail();
        }

        return decoded;
    }

    private static string? DecodeEntities(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOfAny((byte)'&', (byte)'\r') < 0)
        {
            return Encoding.UTF8.GetString(raw);
        }

        var text = new StringBuilder();
        while (raw.IndexOfAny((byte)'&', (byte)'\r') is var special and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(raw[..special]));
            if (raw[special] == '\r')
            {
                // A line's end is one LF, however it was written.
                text.Append('\n');
                raw = raw[(special + (special + 1 < raw.Length && raw[special + 1] == '\n' ? 2 : 1))..];
                continue;
            }

            raw = raw[(special + 1)..];
            var end = raw.IndexOf((byte)';');
            if (end < 0 || !TryAppendEntity(text, raw[..end]))
            {
                return null;
            }

            raw = raw[(end + 1)..];
        }

        return text.Append(Encoding.UTF8.GetString(raw)).ToString();
    }

    private static bool TryAppendEntity(StringBuilder text, ReadOnlySpan<byte> name)
    {
        var c = name switch
        {
            _ when name.SequenceEqual("lt"u8) => '<',
            _ when name.SequenceEqual("gt"u8) => '>',
            _ when name.SequenceEqual("amp"u8) => '&',
            _ when name.SequenceEqual("quot"u8) => '"',
            _ when name.SequenceEqual("apos"u8) => '\'',
            _ => '\0',
        };
        if (c != 0)
        {
            text.Append(c);
            return true;
        }

        if (name.Length is < 2 or > 9 || name[0] != '#')
        {
            return false;
        }

        var isHex = name[1] is (byte)'x' or (byte)'X';
        if (!int.TryParse(name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || code == 0 || !Rune.IsValid(code))
        {
            return false;
        }

        text.Append(new Rune(code).ToString());
        return true;
    }

    private bool ReadStart(ReadOnlySpan<byte> rest)
    {
        var end = EndOfTag(rest);
        if (end < 0 || ++_depth > MaxDepth)
        {
            return Fail();
        }

        var inside = rest[1..end];
        _at += end + 1;
        if (inside.Length > 0 && inside[^1] == '/')
        {
            inside = inside[..^1];
            _endPending = true;
        }

        var name = inside.IndexOfAny(" \t\r\n"u8);
        _rawName = name < 0 ? inside : inside[..name];
        Attributes = name < 0 ? default : inside[name..];
        if (_rawName.IsEmpty)
        {
            return Fail();
        }

        Token = XmlToken.Start;
        return true;
    }

    private bool ReadEnd(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)'>');
        if (end < 0 || --_depth < 0)
        {
            return Fail();
        }

        _rawName = rest[2..end].Trim(" \t\r\n"u8);
        _at += end + 1;
        Token = XmlToken.End;
        return true;
    }

    private static int EndOfTag(ReadOnlySpan<byte> rest)
    {
        for (var i = 1; i < rest.Length;)
        {
            var next = rest[i..].IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (next < 0)
            {
                return -1;
            }

            i += next;
            if (rest[i] == '>')
            {
                return i;
            }

            var quote = rest[(i + 1)..].IndexOf(rest[i]);
            if (quote < 0)
            {
                return -1;
            }

            i += quote + 2;
        }

        return -1;
    }

    private bool SkipPast(ReadOnlySpan<byte> mark, int from)
    {
        var end = _text[(_at + from)..].IndexOf(mark);
        if (end < 0)
        {
            return false;
        }

        _at += from + end + mark.Length;
        return true;
    }

    private bool Fail()
    {
        Failed = true;
        Token = XmlToken.None;
        return false;
    }
}
