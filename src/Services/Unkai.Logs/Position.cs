using System.Globalization;
using Unkai.Storage;

namespace Unkai.Logs;

/// <summary>A place among a stream's events, as tokens and event ids write it: 56 digits.</summary>
internal readonly record struct Position(long TimeMs, CommitStamp Stamp)
{
    private const int TimeDigits = 31;
    private const int SequenceDigits = 20;
    private const int OrderDigits = 5;

    /// <summary>Directly behind this one.</summary>
    internal Position Next => this with
    {
        Stamp = Stamp.Order < CommitStamp.OrderMax ? new CommitStamp(Stamp.Sequence, (ushort)(Stamp.Order + 1)) : new CommitStamp(Stamp.Sequence + 1, 0),
    };

    internal static Position At(long timeMs) => new(timeMs, default);

    /// <returns>Null when it is no place.</returns>
    internal static Position? Parse(string? digits) =>
        digits is { Length: TimeDigits + SequenceDigits + OrderDigits }
        && long.TryParse(digits.AsSpan(0, TimeDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var time)
        && ulong.TryParse(digits.AsSpan(TimeDigits, SequenceDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
        && ushort.TryParse(digits.AsSpan(TimeDigits + SequenceDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var order)
            ? new Position(time, new CommitStamp(sequence, order))
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{TimeMs:D31}{Stamp.Sequence:D20}{Stamp.Order:D5}");
}
