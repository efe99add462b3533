namespace Unkai.Cloud.Authorization;

/// <summary>IAM's patterns: <c>*</c> stands for any run of characters, <c>?</c> for one.</summary>
public static class Wildcard
{
    /// <summary>Stands in an expanded pattern for a literal <c>*</c> that a variable's value brought (<c>${*}</c>).</summary>
    internal const char LiteralStar = '\uE000';

    /// <summary>Stands in an expanded pattern for a literal <c>?</c>.</summary>
    internal const char LiteralQuestion = '\uE001';

    /// <summary>Whether the whole text matches; linear in text times the number of stars at worst, without backtracking over more than one star.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && (pattern[p] == '?' || Same(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool Same(char pattern, char text, bool ignoreCase) => pattern switch
    {
        LiteralStar => text == '*',
        LiteralQuestion => text == '?',
        _ => pattern == text || (ignoreCase && char.ToUpperInvariant(pattern) == char.ToUpperInvariant(text)),
    };
}
