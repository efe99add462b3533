using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Lists all versions: each key's current one, then its older ones, the newest first.</summary>
internal static class VersionLister
{
    private const int BatchEntries = 128;

    internal static async ValueTask<KeyPage<ListedVersion>> ListAsync(Snapshot snapshot, string bucket, string prefix, string? delimiter, string? keyMarker, string? versionMarker, int max)
    {
        var items = new List<ListedVersion>();
        var groups = new List<string>();
        string? last = null;
        if (max == 0)
        {
            return new(items, groups, false, null);
        }

        if (!string.IsNullOrEmpty(keyMarker) && !string.IsNullOrEmpty(versionMarker) && keyMarker.StartsWith(prefix, StringComparison.Ordinal))
        {
            // The page goes on within a key.
            var rest = await AfterAsync(snapshot, bucket, keyMarker, versionMarker);
            if (!Take(rest))
            {
                return new(items, groups, true, last);
            }
        }

        var space = S3Tables.Objects.Under(bucket);
        var all = prefix.Length == 0 ? space.All : space.StartingWith(prefix);
        var range = string.IsNullOrEmpty(keyMarker) ? all
            : ObjectLister.GroupOf(keyMarker, prefix, delimiter) == keyMarker ? all.Intersect(space.AfterStartingWith(keyMarker))
            : all.Intersect(space.After(keyMarker));
        while (!range.IsEmpty)
        {
            var batch = await S3Tables.Objects.RangeAsync(snapshot, range, BatchEntries);
            if (batch.Count == 0)
            {
                break;
            }

            string? jumped = null;
            foreach (var row in batch)
            {
                if (items.Count + groups.Count == max)
                {
                    return new(items, groups, true, last);
                }

                if (ObjectLister.GroupOf(row.Key.Key, prefix, delimiter) is { } group)
                {
                    groups.Add(group);
                    last = jumped = group;
                    break;
                }

                var versions = new List<ListedVersion> { new(row.Key.Key, row.Value, true) };
                await foreach (var older in S3Tables.OlderVersions.EachAsync(snapshot, S3Tables.OlderVersions.Under(bucket, row.Key.Key).All))
                {
                    versions.Add(new ListedVersion(row.Key.Key, older.Value, false));
                    if (versions.Count > max)
                    {
                        break;
                    }
                }

                if (!Take(versions))
                {
                    return new(items, groups, true, last);
                }
            }

            range = all.Intersect(jumped is null ? space.After(batch[^1].Key.Key) : space.AfterStartingWith(jumped));
        }

        return new(items, groups, false, last);

        // False when the page is full before all are taken.
        bool Take(IReadOnlyList<ListedVersion> versions)
        {
            foreach (var version in versions)
            {
                if (items.Count + groups.Count == max)
                {
                    return false;
                }

                items.Add(version);
                last = version.Key;
            }

            return true;
        }
    }

    private static async ValueTask<List<ListedVersion>> AfterAsync(Snapshot snapshot, string bucket, string key, string versionMarker)
    {
        var rest = new List<ListedVersion>();
        var passed = await S3Tables.Objects.GetAsync(snapshot, (bucket, key)) is { } current && current.VersionId == versionMarker;
        await foreach (var older in S3Tables.OlderVersions.EachAsync(snapshot, S3Tables.OlderVersions.Under(bucket, key).All))
        {
            if (passed)
            {
                rest.Add(new ListedVersion(key, older.Value, false));
            }

            passed |= older.Value.VersionId == versionMarker;
        }

        return rest;
    }
}
