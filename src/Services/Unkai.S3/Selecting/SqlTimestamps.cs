using System.Globalization;
using System.Text;

namespace Unkai.S3.Selecting;

/// <summary>Timestamps of S3 Select: ISO 8601 in any precision, and the patterns of TO_STRING and TO_TIMESTAMP.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Date functions".</remarks>
internal static class SqlTimestamps
{
    private static readonly string[] s_forms =
    [
        "yyyy'T'", "yyyy-MM'T'", "yyyy-MM-dd", "yyyy-MM-dd'T'", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss", "yyyy",
    ];

    internal static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    internal static string Format(DateTimeOffset time)
    {
        var text = time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return text + (time.Offset == TimeSpan.Zero ? "Z" : time.ToString("zzz", CultureInfo.InvariantCulture));
    }

    internal static string Format(DateTimeOffset time, string pattern)
    {
        var text = new StringBuilder();
        for (var i = 0; i < pattern.Length;)
        {
            var length = 1;
            while (i + length < pattern.Length && pattern[i + length] == pattern[i])
            {
                length++;
            }

            text.Append(Part(time, pattern[i], length));
            i += length;
        }

        return text.ToString();
    }

    internal static DateTimeOffset Add(DateTimeOffset time, string part, int count)
    {
        try
        {
            return part switch
            {
                "YEAR" => time.AddYears(count),
                "MONTH" => time.AddMonths(count),
                "DAY" => time.AddDays(count),
                "HOUR" => time.AddHours(count),
                "MINUTE" => time.AddMinutes(count),
                "SECOND" => time.AddSeconds(count),
                _ => throw new SelectException(SelectErrors.UnsupportedSyntax(part)),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new SelectException(SelectErrors.Overflow);
        }
    }

    internal static decimal Difference(string part, DateTimeOffset from, DateTimeOffset to)
    {
        var span = to - from;
        return part switch
        {
            "YEAR" => Months(from, to) / 12,
            "MONTH" => Months(from, to),
            "DAY" => span.Days,
            "HOUR" => decimal.Truncate((decimal)span.TotalHours),
            "MINUTE" => decimal.Truncate((decimal)span.TotalMinutes),
            "SECOND" => decimal.Truncate((decimal)span.TotalSeconds),
            _ => throw new SelectException(SelectErrors.UnsupportedSyntax(part)),
        };
    }

    internal static decimal Extract(string part, DateTimeOffset time) => part switch
    {
        "YEAR" => time.Year,
        "MONTH" => time.Month,
        "DAY" => time.Day,
        "HOUR" => time.Hour,
        "MINUTE" => time.Minute,
        "SECOND" => time.Second,
        "TIMEZONE_HOUR" => time.Offset.Hours,
        "TIMEZONE_MINUTE" => time.Offset.Minutes,
        _ => throw new SelectException(SelectErrors.UnsupportedSyntax(part)),
    };

    private static int Months(DateTimeOffset from, DateTimeOffset to)
    {
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month;
        return months > 0 && from.AddMonths(months) > to ? months - 1 : months < 0 && from.AddMonths(months) < to ? months + 1 : months;
    }

    private static string Part(DateTimeOffset time, char letter, int length)
    {
        var invariant = CultureInfo.InvariantCulture;
        return letter switch
        {
            'y' => length == 2 ? time.ToString("yy", invariant) : time.Year.ToString(length >= 4 ? "D4" : "D1", invariant),
            'M' => time.ToString(length switch { 1 => "%M", 2 => "MM", 3 => "MMM", 4 => "MMMM", _ => "MMM" }, invariant)[..(length == 5 ? 1 : ^0)],
            'd' => time.ToString(length == 1 ? "%d" : "dd", invariant),
            'a' => time.Hour < 12 ? "AM" : "PM",
            'h' => time.ToString(length == 1 ? "%h" : "hh", invariant),
            'H' => time.ToString(length == 1 ? "%H" : "HH", invariant),
            'm' => time.ToString(length == 1 ? "%m" : "mm", invariant),
            's' => time.ToString(length == 1 ? "%s" : "ss", invariant),
            'S' => (time.Ticks % TimeSpan.TicksPerSecond).ToString("D7", invariant).PadRight(length, '0')[..length],
            'n' => (time.Ticks % TimeSpan.TicksPerSecond * 100).ToString(invariant),
            'X' or 'x' => letter == 'X' && time.Offset == TimeSpan.Zero ? "Z"
                : time.ToString("zzz", invariant) is var zone && length is 1 or 2 or 4 ? zone.Replace(":", "", StringComparison.Ordinal)[..(length == 1 && time.Offset.Minutes == 0 ? 3 : 5)] : time.ToString("zzz", invariant),
            _ => new string(letter, length),
        };
    }
}
