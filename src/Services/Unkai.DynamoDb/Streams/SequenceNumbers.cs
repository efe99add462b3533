using System.Globalization;
using Unkai.Storage;

namespace Unkai.DynamoDb.Streams;

/// <summary>Sequence numbers: commit stamps as 27 digits, of which the first are always the same, so that they sort as text too.</summary>
internal static class SequenceNumbers
{
    private static readonly UInt128 s_base = UInt128.Parse("100000000000000000000000000", CultureInfo.InvariantCulture);

    /// <summary>Where a shard begins that has no change yet.</summary>
    internal static CommitStamp BeforeAll => default;

    internal static string Of(CommitStamp stamp) => (s_base + stamp.ToUInt128()).ToString(CultureInfo.InvariantCulture);

    /// <returns>Null when the text is no sequence number.</returns>
    internal static CommitStamp? Parse(string text) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= s_base && (number - s_base) >> 80 == 0
            ? new CommitStamp((ulong)((number - s_base) >> 16), (ushort)((number - s_base) & ushort.MaxValue))
            : null;
}
