using System.Buffers;
using System.Text;

namespace Unkai.S3.Listing;

/// <summary>The URL encoding of keys in listings when the caller asks for <c>encoding-type=url</c>.</summary>
internal static class ListingEncoding
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~*/");

    internal static string? Apply(string? text, string? encodingType)
    {
        if (encodingType is null || text is null || !text.AsSpan().ContainsAnyExcept(s_plain))
        {
            return text;
        }

        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (b < 0x80 && s_plain.Contains((char)b))
            {
                encoded.Append((char)b);
            }
            else if (b == ' ')
            {
                encoded.Append('+');
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }
}
