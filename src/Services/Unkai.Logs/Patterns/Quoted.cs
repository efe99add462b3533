using System.Text;

namespace Unkai.Logs.Patterns;

/// <summary>Reads a word, or a text between quotation marks with backslash escapes.</summary>
internal static class Quoted
{
    /// <returns>Null when the closing mark is missing.</returns>
    internal static string? Read(string text, ref int at, string stop)
    {
        if (at < text.Length && text[at] == '"')
        {
            var quoted = new StringBuilder();
            for (at++; at < text.Length; at++)
            {
                if (text[at] == '"')
                {
                    at++;
                    return quoted.ToString();
                }

                if (text[at] == '\\' && at + 1 < text.Length)
                {
                    at++;
                }

                quoted.Append(text[at]);
            }

            return null;
        }

        var start = at;
        while (at < text.Length && !stop.Contains(text[at], StringComparison.Ordinal))
        {
            at++;
        }

        return text[start..at];
    }
}
