using System.Buffers;

namespace Unkai.Sqs.Sending;

/// <summary>Which characters messages and their tokens may hold.</summary>
/// <remarks>Source: SQS API reference, SendMessage: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF.</remarks>
internal static class MessageCharacters
{
    private const int TokenLengthMax = 128;

    private static readonly SearchValues<char> s_forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not (0x9 or 0xA or 0xD)).Select(c => (char)c), '\uFFFE', '\uFFFF']);

    internal static bool AreValid(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny(s_forbidden))
        {
            return false;
        }

        for (var start = text.IndexOfAnyInRange('\uD800', '\uDFFF'); start >= 0;)
        {
            text = text[start..];
            if (text.Length < 2 || !char.IsSurrogatePair(text[0], text[1]))
            {
                return false;
            }

            text = text[2..];
            start = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        }

        return true;
    }

    /// <summary>Group ids, deduplication ids and attempt ids: letters, digits and ASCII punctuation, 1 to 128.</summary>
    internal static bool IsToken(string text) => text.Length is > 0 and <= TokenLengthMax && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Ids of batch entries and labels of permissions.</summary>
    internal static bool IsLabel(string? text) => text is { Length: > 0 and <= 80 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
