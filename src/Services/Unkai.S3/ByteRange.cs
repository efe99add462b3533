using System.Globalization;

namespace Unkai.S3;

/// <summary>A part of an object's bytes.</summary>
/// <param name="Start">The first byte.</param>
/// <param name="Length">At least 1.</param>
internal readonly record struct ByteRange(long Start, long Length)
{
    private const string Unit = "bytes=";

    /// <summary>Reads a Range header against an object's size.</summary>
    /// <returns>A null range and true: the whole object, because the header is absent, malformed or asks for several ranges; false: it cannot be satisfied.</returns>
    internal static bool TryParse(string? header, long size, out ByteRange? range)
    {
        range = null;
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.Contains(',', StringComparison.Ordinal))
        {
            return true;
        }

        var span = header.AsSpan(Unit.Length).Trim();
        var dash = span.IndexOf('-');
        if (dash < 0)
        {
            return true;
        }

        var hasStart = TryParse(span[..dash], out var start);
        var hasEnd = TryParse(span[(dash + 1)..], out var end);
        if ((!hasStart && dash > 0) || (!hasEnd && dash + 1 < span.Length) || (!hasStart && !hasEnd) || (hasStart && hasEnd && end < start))
        {
            return true;
        }

        if (!hasStart)
        {
            if (end == 0 || size == 0)
            {
                return false;
            }

            var length = Math.Min(end, size);
            range = new ByteRange(size - length, length);
            return true;
        }

        if (start >= size)
        {
            return false;
        }

        range = new ByteRange(start, (hasEnd ? Math.Min(end, size - 1) : size - 1) - start + 1);
        return true;
    }

    /// <summary>A number of any length: what no object reaches is as good as the largest.</summary>
    private static bool TryParse(ReadOnlySpan<char> digits, out long value)
    {
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        value = long.MaxValue;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
    }

    /// <summary>The Content-Range header's value.</summary>
    internal string ToContentRange(long size) => string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{size}");
}
