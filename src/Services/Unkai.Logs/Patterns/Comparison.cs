using System.Globalization;

namespace Unkai.Logs.Patterns;

/// <summary>What a pattern holds a value against: <c>= "x*"</c>, <c>&gt;= 3</c>.</summary>
/// <param name="Operator">One of = != &lt; &lt;= &gt; &gt;=.</param>
/// <param name="Text">The right side as text, in which <c>*</c> stands for anything.</param>
/// <param name="Number">The right side as a number; null when it is none, or stands between quotation marks.</param>
internal readonly record struct Comparison(string Operator, string Text, double? Number)
{
    internal static double? NumberOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether it holds for a value; as numbers where both sides are numbers.</summary>
    internal bool Holds(string text, double? number) => (Number, number) switch
    {
        ({ } wanted, { } actual) => Operator switch
        {
            "=" => actual == wanted,
            "!=" => actual != wanted,
            "<" => actual < wanted,
            "<=" => actual <= wanted,
            ">" => actual > wanted,
            ">=" => actual >= wanted,
            _ => false,
        },
        _ => Operator switch { "=" => Wild(Text, text), "!=" => !Wild(Text, text), _ => false },
    };

    /// <summary>Whether the text matches a pattern in which <c>*</c> stands for anything.</summary>
    private static bool Wild(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (p, t, star, mark) = (0, 0, -1, 0);
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, mark) = (p++, t);
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
