using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Lists current objects: by prefix, rolled up at a delimiter, from a marker on. A page costs its own size, however large the bucket or a group is.</summary>
internal static class ObjectLister
{
    private const int BatchEntries = 256;

    /// <param name="snapshot">Where to look.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="prefix">What keys begin with; empty for all.</param>
    /// <param name="delimiter">Rolls up what follows the prefix to its first occurrence; null or empty for none.</param>
    /// <param name="after">The page begins after this key or group; null or empty for the first page.</param>
    /// <param name="max">Entries and groups together.</param>
    internal static async ValueTask<KeyPage<Row<(string Bucket, string Key), ObjectRecord>>> ListAsync(
        Snapshot snapshot, string bucket, string prefix, string? delimiter, string? after, int max)
    {
        var items = new List<Row<(string Bucket, string Key), ObjectRecord>>();
        var groups = new List<string>();
        string? last = null;
        if (max == 0)
        {
            return new(items, groups, false, null);
        }

        var space = S3Tables.Objects.Under(bucket);
        var all = prefix.Length == 0 ? space.All : space.StartingWith(prefix);
        var range = string.IsNullOrEmpty(after) ? all
            : GroupOf(after, prefix, delimiter) == after ? all.Intersect(space.AfterStartingWith(after))
            : all.Intersect(space.After(after));
        while (!range.IsEmpty)
        {
            var batch = await S3Tables.Objects.RangeAsync(snapshot, range, Math.Min(BatchEntries, max - items.Count - groups.Count + 1));
            if (batch.Count == 0)
            {
                break;
            }

            string? jumped = null;
            foreach (var row in batch)
            {
                if (row.Value.IsDeleteMarker)
                {
                    continue;
                }

                if (items.Count + groups.Count == max)
                {
                    return new(items, groups, true, last);
                }

                if (GroupOf(row.Key.Key, prefix, delimiter) is { } group)
                {
                    groups.Add(group);
                    last = jumped = group;
                    break;
                }

                items.Add(row);
                last = row.Key.Key;
            }

            range = all.Intersect(jumped is null ? space.After(batch[^1].Key.Key) : space.AfterStartingWith(jumped));
        }

        return new(items, groups, false, last);
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
}
