using System.Buffers;
using System.Globalization;

namespace Unkai.Server.Admin;

/// <summary>Durations as people write them: <c>15d</c>, <c>1h30m</c>, <c>90s</c>, <c>250ms</c>.</summary>
public static class DurationText
{
    /// <summary>The form, in words for whoever missed it.</summary>
    public const string Rule = "A duration is a number with d, h, m, s or ms, or several of them: 15d, 1h30m, 90s, 250ms.";

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <returns>Null when the text is no duration above zero, or beyond a hundred years.</returns>
    public static TimeSpan? Parse(string? text)
    {
        if (text is not { Length: > 0 and <= 64 })
        {
            return null;
        }

        var seconds = 0m;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var digits = rest.IndexOfAnyExcept(s_digits);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 10_000_000_000m)
            {
                return null;
            }

            rest = rest[digits..];
            var (factor, length) = rest switch
            {
                ['m', 's', ..] => (0.001m, 2),
                ['d', ..] => (86_400m, 1),
                ['h', ..] => (3_600m, 1),
                ['m', ..] => (60m, 1),
                ['s', ..] => (1m, 1),
                _ => (0m, 0),
            };
            if (length == 0)
            {
                return null;
            }

            seconds += number * factor;
            rest = rest[length..];
        }

        return seconds > 0 && seconds <= (decimal)Unkai.Cloud.WorldTime.AdvanceMax.TotalSeconds ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
