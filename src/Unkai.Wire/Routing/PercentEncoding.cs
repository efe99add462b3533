using System.Buffers;
using System.Text.Unicode;

namespace Unkai.Wire.Routing;

/// <summary>Percent-encoded text.</summary>
internal static class PercentEncoding
{
    private const int StackBytesMax = 1024;

    /// <summary>Whether every percent sign has its two digits and the bytes are UTF-8.</summary>
    internal static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        var first = text.IndexOf('%');
        if (first < 0)
        {
            return true;
        }

        // Between escapes stands ASCII alone, which ends every sequence of bytes: only the escapes need be looked at, and what stands between them as one byte.
        var rented = text.Length > StackBytesMax ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        var bytes = rented ?? stackalloc byte[StackBytesMax];
        var count = 0;
        var isWellFormed = true;
        for (var at = first; at < text.Length && isWellFormed; at++)
        {
            if (text[at] != '%')
            {
                bytes[count++] = (byte)'a';
            }
            else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes[count++] = (byte)((Value(text[at + 1]) << 4) | Value(text[at + 2]));
                at += 2;
            }
            else
            {
                isWellFormed = false;
            }
        }

        isWellFormed = isWellFormed && Utf8.IsValid(bytes[..count]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isWellFormed;
    }

    private static int Value(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
