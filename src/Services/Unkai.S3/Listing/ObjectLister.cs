using System.Text;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Lists current objects: by prefix, rolled up at a delimiter, from a marker on. A page costs its own size, however large the bucket or a group is.</summary>
internal static class ObjectLister
{
    /// <summary>Where groups are to be expected, the first read is small.</summary>
    internal const int EntriesBeforeGroups = 8;

    /// <param name="snapshot">Where to look.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What keys begin with; empty for all.</param>
    /// <param name="delimiter">Rolls up what follows the prefix to its first occurrence; null or empty for none.</param>
    /// <param name="after">The page begins after this key or group; null or empty for the first page.</param>
    /// <param name="max">Entries and groups together.</param>
    internal static async ValueTask<KeyPage<Entry>> ListAsync(Snapshot snapshot, string bucket, string prefix, string? delimiter, string? after, int max)
    {
        var items = new List<Entry>();
        var groups = new List<string>();
        if (max == 0)
        {
            return new(items, groups, false, null);
        }

        var space = S3Tables.Objects.Under(bucket);
        var (prefixBytes, mark) = (Encoding.UTF8.GetByteCount(prefix), Encoding.UTF8.GetBytes(delimiter ?? ""));
        var cursor = new EntryCursor(snapshot, RangeOf(space, prefix, delimiter, after), mark.Length == 0 ? max + 1 : EntriesBeforeGroups);
        var isLastGroup = false;
        while (cursor.IsReady || await cursor.FillAsync())
        {
            var entry = cursor.Current;
            if (ListedRecord.IsDeleteMarker(entry.Value))
            {
                cursor.Move();
                continue;
            }

            if (items.Count + groups.Count == max)
            {
                return new(items, groups, true, isLastGroup ? groups[^1] : Encoding.UTF8.GetString(space.Utf8Of(items[^1])));
            }

            isLastGroup = mark.Length > 0 && GroupOf(space.Utf8Of(entry), prefixBytes, mark) is { } group && Add(groups, group);
            if (isLastGroup)
            {
                cursor.JumpTo(space.AfterStartingWith(groups[^1]));
            }
            else
            {
                items.Add(entry);
                cursor.Move();
            }
        }

        return new(items, groups, false, null);
    }

    /// <summary>The rows that a page may have.</summary>
    internal static KeyRange RangeOf(Subspace<string> space, string prefix, string? delimiter, string? after)
    {
        var all = prefix.Length == 0 ? space.All : space.StartingWith(prefix);
        return string.IsNullOrEmpty(after) ? all
            : GroupOf(after, prefix, delimiter) == after ? all.Intersect(space.AfterStartingWith(after))
            : all.Intersect(space.After(after));
    }

    /// <summary>The group that a key is rolled up into, or null.</summary>
    internal static string? GroupOf(string key, string prefix, string? delimiter)
    {
        if (string.IsNullOrEmpty(delimiter) || !key.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var at = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return at < 0 ? null : key[..(at + delimiter.Length)];
    }

    /// <summary>The same of a key that begins with the prefix.</summary>
    internal static string? GroupOf(ReadOnlySpan<byte> key, int prefixBytes, byte[] delimiter) =>
        key[prefixBytes..].IndexOf(delimiter) is var at and >= 0 ? Encoding.UTF8.GetString(key[..(prefixBytes + at + delimiter.Length)]) : null;

    private static bool Add(List<string> groups, string group)
    {
        groups.Add(group);
        return true;
    }
}
