using System.Buffers.Text;
using System.Text;

namespace Unkai.Storage.Postgres;

/// <summary>Which keys a notice is about, short enough for one: beginnings of keys, each meaning all keys that begin so. A watch may so fire for nothing, and never misses.</summary>
/// <remarks>Text: base64url parts between commas; <c>*</c> means every key.</remarks>
internal static class Hints
{
    internal const string Everything = "*";

    /// <summary>A notice has at most 8,000 bytes with what goes before.</summary>
    private const int CharactersMax = 7_500;

    private static readonly int[] s_lengths = [40, 20, 10];

    /// <summary>The hints of groups of writes.</summary>
    internal static string Of(IEnumerable<WriteSet> sets)
    {
        var all = sets.ToList();
        if (all.Exists(static set => set.Removed.Any(static range => range.End is null)))
        {
            return Everything;
        }

        return OfKeys(all.SelectMany(KeysOf));
    }

    internal static string OfKeys(IEnumerable<byte[]> keys)
    {
        var all = keys.ToList();
        foreach (var length in s_lengths)
        {
            var text = new StringBuilder();
            var seen = new HashSet<string>();
            foreach (var key in all)
            {
                var part = Base64Url.EncodeToString(key.AsSpan(0, Math.Min(key.Length, length)));
                if (part.Length == 0)
                {
                    return Everything;
                }

                if (seen.Add(part))
                {
                    text.Append(text.Length == 0 ? "" : ",").Append(part);
                    if (text.Length > CharactersMax)
                    {
                        break;
                    }
                }
            }

            if (text.Length <= CharactersMax)
            {
                return text.ToString();
            }
        }

        return Everything;
    }

    internal static IReadOnlyList<KeyRange> Read(string text) =>
        text == Everything ? [KeyRange.All] : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static part => KeyRange.Prefix(Base64Url.DecodeFromChars(part)))];

    private static IEnumerable<byte[]> KeysOf(WriteSet set)
    {
        foreach (var write in set.Writes)
        {
            yield return write.Key;
        }

        foreach (var (prefix, _) in set.Appends)
        {
            yield return prefix;
        }

        // A removed range is told by what its two ends begin with in common.
        foreach (var range in set.Removed)
        {
            yield return range.Start[..range.Start.AsSpan().CommonPrefixLength(range.End)];
        }
    }
}
