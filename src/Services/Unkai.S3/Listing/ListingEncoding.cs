using System.Buffers;
using System.Text;
using Unkai.Api;
using Unkai.Api.Xml;

namespace Unkai.S3.Listing;

/// <summary>The URL encoding of keys in listings when the caller asks for <c>encoding-type=url</c>.</summary>
internal static class ListingEncoding
{
    private static readonly SearchValues<char> s_plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~*/");
    private static readonly SearchValues<byte> s_plainUtf8 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~*/"u8);

    internal static AwsError? Check(string? encodingType) =>
        encodingType is null or "url" ? null : S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encodingType);

    /// <summary>As <see cref="Apply"/>; an empty text is not shown at all.</summary>
    internal static string? ApplyIfAny(string? text, string? encodingType) => string.IsNullOrEmpty(text) ? null : Apply(text, encodingType);

    /// <summary>The bytes that a key of so many takes at most, encoded or escaped.</summary>
    internal static int BytesMax(int keyBytes) => XmlFragment.TextBytesMax(keyBytes);

    /// <summary>Writes what <see cref="Apply"/> makes of a text.</summary>
    internal static void Write(ref XmlFragment output, ReadOnlySpan<byte> text, string? encodingType)
    {
        if (encodingType is null)
        {
            output.Text(text);
        }
        else if (!text.ContainsAnyExcept(s_plainUtf8))
        {
            output.Raw(text);
        }
        else
        {
            output.Raw(Encoding.UTF8.GetBytes(Apply(Encoding.UTF8.GetString(text), encodingType)!));
        }
    }

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
