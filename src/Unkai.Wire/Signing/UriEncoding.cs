using System.Buffers;

namespace Unkai.Wire.Signing;

/// <summary>The URI encoding that signatures are computed over: everything but unreserved characters as <c>%XX</c>, upper-case.</summary>
internal static class UriEncoding
{
    private static readonly SearchValues<byte> s_unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"u8);

    /// <summary>Percent-decodes in place of a copy; malformed escapes stay as they are. <c>+</c> stays a plus.</summary>
    internal static int Decode(ReadOnlySpan<char> text, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                target[written++] = (byte)((HexValue(text[i + 1]) << 4) | HexValue(text[i + 2]));
                i += 2;
            }
            else if (text[i] < 0x80)
            {
                target[written++] = (byte)text[i];
            }
            else
            {
                var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
                written += System.Text.Encoding.UTF8.GetBytes(text.Slice(i, length), target[written..]);
                i += length - 1;
            }
        }

        return written;
    }

    internal static void Encode(ReadOnlySpan<byte> bytes, bool keepSlash, CanonicalText target)
    {
        foreach (var b in bytes)
        {
            if (s_unreserved.Contains(b) || (keepSlash && b == '/'))
            {
                target.Append(b);
            }
            else
            {
                target.Append((byte)'%');
                target.Append("0123456789ABCDEF"u8[b >> 4]);
                target.Append("0123456789ABCDEF"u8[b & 15]);
            }
        }
    }

    private static int HexValue(char c) => char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}
