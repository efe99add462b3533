using System.Globalization;
using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>AWS's three ways to write a point in time.</summary>
public static class Timestamps
{
    internal const int Iso8601BytesMax = 24;

    /// <summary>"Sat, ".</summary>
    private const int WeekdayChars = 5;

    private const long MinUnixMs = -62135596800000;
    private const long MaxUnixMs = 253402300799999;

    /// <summary>The text of a time; <see cref="TimestampFormat.Default"/> is ISO 8601.</summary>
    public static string Format(DateTimeOffset time, TimestampFormat format) => format switch
    {
        TimestampFormat.Rfc822 => time.ToString("r", CultureInfo.InvariantCulture),
        TimestampFormat.UnixTimestamp when time.ToUnixTimeMilliseconds() is var ms =>
            ms % 1000 == 0 ? (ms / 1000).ToString(CultureInfo.InvariantCulture) : (ms / 1000m).ToString(CultureInfo.InvariantCulture),
        _ => time.ToString(time.Ticks % TimeSpan.TicksPerSecond < TimeSpan.TicksPerMillisecond ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    /// <summary>Writes what <see cref="Format"/> makes of a time in ISO 8601.</summary>
    /// <param name="time">The time.</param>
    /// <param name="target">Where it goes: <see cref="Iso8601BytesMax"/> bytes.</param>
    /// <param name="withMilliseconds">Whether milliseconds are written where there are none, too.</param>
    /// <returns>How many bytes.</returns>
    internal static int FormatIso8601(DateTimeOffset time, Span<byte> target, bool withMilliseconds = false)
    {
        var utc = time.UtcDateTime;
        var (year, month, day) = (utc.Year, utc.Month, utc.Day);
        var ofDay = (int)(utc.Ticks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMillisecond);
        var (seconds, ms) = Math.DivRem(ofDay, 1000);
        Two(target, year / 100);
        Two(target[2..], year % 100);
        target[4] = (byte)'-';
        Two(target[5..], month);
        target[7] = (byte)'-';
        Two(target[8..], day);
        target[10] = (byte)'T';
        Two(target[11..], seconds / 3600);
        target[13] = (byte)':';
        Two(target[14..], seconds / 60 % 60);
        target[16] = (byte)':';
        Two(target[17..], seconds % 60);
        if (ms == 0 && !withMilliseconds)
        {
            target[19] = (byte)'Z';
            return 20;
        }

        target[19] = (byte)'.';
        target[20] = (byte)('0' + (ms / 100));
        Two(target[21..], ms % 100);
        target[23] = (byte)'Z';
        return 24;
    }

    /// <summary>Reads any of the three; null when it is none.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromUnixSeconds(seconds);
        }

        // Which weekday it was is nobody's concern, and clients do get it wrong.
        if (text.Length > WeekdayChars && text[WeekdayChars - 2] == ',' && text[WeekdayChars - 1] == ' ')
        {
            text = text[WeekdayChars..];
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    /// <summary>The point in time, to the millisecond; null when it is out of range.</summary>
    public static DateTimeOffset? FromUnixSeconds(decimal seconds)
    {
        if (seconds is < MinUnixMs / 1000m or > MaxUnixMs / 1000m)
        {
            return null;
        }

        return DateTimeOffset.FromUnixTimeMilliseconds((long)decimal.Round(seconds * 1000, MidpointRounding.ToZero));
    }

    private static void Two(Span<byte> target, int value)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }
}
