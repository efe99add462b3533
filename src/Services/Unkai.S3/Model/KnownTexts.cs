using System.Text;

namespace Unkai.S3.Model;

/// <summary>Texts that most records have in common, of which one copy is enough.</summary>
internal static class KnownTexts
{
    private static readonly (byte[] Utf8, string Text)[] s_known = [.. new[]
    {
        "null", "AES256", "CRC64NVME", "FULL_OBJECT", "COMPOSITE", "CRC32", "SHA256", "STANDARD", "binary/octet-stream", "application/octet-stream", "application/json", "text/plain",
    }.Select(static text => (Encoding.ASCII.GetBytes(text), text))];

    internal static string Of(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, text) in s_known)
        {
            if (utf8.SequenceEqual(known))
            {
                return text;
            }
        }

        return Encoding.UTF8.GetString(utf8);
    }
}
