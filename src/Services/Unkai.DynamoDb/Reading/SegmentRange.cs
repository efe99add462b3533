using Unkai.Storage;

namespace Unkai.DynamoDb.Reading;

/// <summary>A segment of a scan: a part of the hashes of partition keys.</summary>
internal static class SegmentRange
{
    internal static KeyRange Of(Subspace<ulong> rows, int segment, int segments)
    {
        if (segments == 1)
        {
            return rows.All;
        }

        var range = rows.From(BeginningOf(segment, segments));
        return segment == segments - 1 ? range : range.Intersect(rows.Before(BeginningOf(segment + 1, segments)));
    }

    /// <summary>Whether a partition key's hash lies in a segment.</summary>
    internal static bool Contains(ulong hash, int segment, int segments) =>
        hash >= BeginningOf(segment, segments) && (segment == segments - 1 || hash < BeginningOf(segment + 1, segments));

    private static ulong BeginningOf(int segment, int segments) => (ulong)(((UInt128)segment << 64) / (UInt128)segments);
}
