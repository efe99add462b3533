using System.Text;
using Unkai.Storage;

namespace Unkai.S3.Listing;

/// <summary>Lists all versions: each key's current one, then its older ones, the newest first. Both tables are gone through side by side, so a page costs its own size.</summary>
internal static class VersionLister
{
    internal static async ValueTask<KeyPage<ListedVersion>> ListAsync(Snapshot snapshot, string bucket, string prefix, string? delimiter, string? keyMarker, string? versionMarker, int max)
    {
        var items = new List<ListedVersion>();
        var groups = new List<string>();
        if (max == 0)
        {
            return new(items, groups, false, null);
        }

        var (currentSpace, olderSpace) = (S3Tables.Objects.Under(bucket), S3Tables.OlderVersions.Under(bucket));
        var (prefixBytes, mark) = (Encoding.UTF8.GetByteCount(prefix), Encoding.UTF8.GetBytes(delimiter ?? ""));
        var entries = mark.Length == 0 ? max + 1 : ObjectLister.EntriesBeforeGroups;
        var current = new EntryCursor(snapshot, ObjectLister.RangeOf(currentSpace, prefix, delimiter, keyMarker), entries);
        var older = new EntryCursor(snapshot, ObjectLister.RangeOf(olderSpace, prefix, delimiter, keyMarker), ObjectLister.EntriesBeforeGroups);
        string? last = null;
        if (keyMarker is { Length: > 0 } within && versionMarker is { Length: > 0 } && within.StartsWith(prefix, StringComparison.Ordinal))
        {
            // The page goes on within a key.
            var (isCurrentLeft, range) = await RestOfAsync(snapshot, bucket, within, versionMarker);
            if (isCurrentLeft is { } left)
            {
                items.Add(left);
                last = within;
            }

            var rest = new EntryCursor(snapshot, range, Math.Min(max + 1, EntryCursor.EntriesMax));
            while (rest.IsReady || await rest.FillAsync())
            {
                if (items.Count == max)
                {
                    return new(items, groups, true, last);
                }

                items.Add(new ListedVersion(within, S3Tables.OlderVersions.ValueOf(rest.Current), false));
                last = within;
                rest.Move();
            }
        }

        while (current.IsReady || await current.FillAsync())
        {
            if (items.Count + groups.Count == max)
            {
                return new(items, groups, true, last);
            }

            var entry = current.Current;
            if (mark.Length > 0 && ObjectLister.GroupOf(currentSpace.Utf8Of(entry), prefixBytes, mark) is { } group)
            {
                groups.Add(group);
                last = group;
                current.JumpTo(currentSpace.AfterStartingWith(group));
                older.JumpTo(olderSpace.AfterStartingWith(group));
                continue;
            }

            var row = S3Tables.Objects.ToRow(entry);
            items.Add(new ListedVersion(row.Key.Key, row.Value, true));
            last = row.Key.Key;
            current.Move();
            while ((older.IsReady || await older.FillAsync()) && olderSpace.Utf8Of(older.Current).SequenceEqual(currentSpace.Utf8Of(entry)))
            {
                if (items.Count + groups.Count == max)
                {
                    return new(items, groups, true, last);
                }

                items.Add(new ListedVersion(row.Key.Key, S3Tables.OlderVersions.ValueOf(older.Current), false));
                older.Move();
            }
        }

        return new(items, groups, false, last);
    }

    /// <summary>What of a key comes after one of its versions, there or gone: the current one where it is older, and a range of older ones.</summary>
    private static async ValueTask<(ListedVersion? Current, KeyRange Older)> RestOfAsync(Snapshot snapshot, string bucket, string key, string versionMarker)
    {
        var space = S3Tables.OlderVersions.Under(bucket, key);
        var current = await S3Tables.Objects.GetAsync(snapshot, (bucket, key));
        if (current?.VersionId == versionMarker)
        {
            return (null, space.All);
        }

        var age = VersionIds.AgeOf(versionMarker) ?? await NullAgeAsync(snapshot, space.All);
        return age is not { } past ? (null, new KeyRange([], []))
            : current is not null && VersionIds.AgeOf(current.VersionId) > past ? (new ListedVersion(key, current, true), space.All)
            : (null, space.After(past));
    }

    private static async ValueTask<ulong?> NullAgeAsync(Snapshot snapshot, KeyRange range)
    {
        await foreach (var older in S3Tables.OlderVersions.EachAsync(snapshot, range))
        {
            if (older.Value.VersionId == VersionIds.Null)
            {
                return older.Key.Age;
            }
        }

        return null;
    }
}
