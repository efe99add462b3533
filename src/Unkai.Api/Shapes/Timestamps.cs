using System.Globalization;
using Unkai.Api.Contracts;

namespace Unkai.Api;

/// <summary>AWS's three ways to write a point in time.</summary>
public static class Timestamps
{
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

    /// <summary>Reads any of the three; null when it is none.</summary>
    public static DateTimeOffset? Parse(ReadOnlySpan<char> text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
        {
            return FromUnixSeconds(seconds);
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
}
