using Unkai.Cloud;
using Unkai.S3.Model;
using Unkai.S3.Notifications;
using Unkai.S3.Uploads;
using Unkai.Storage;

namespace Unkai.S3.Lifecycle;

/// <summary>One page of a round: what is due goes or changes its class; what is due later is remembered.</summary>
internal sealed class LifecycleRound(Transaction transaction, Call call, BucketRecord bucket, LifecycleRecord lifecycle, string bucketName, DateTimeOffset now)
{
    /// <summary>Versions that a run looks at before it leaves the rest to the next one.</summary>
    private const int VersionsMax = 2000;

    private int _versions;

    /// <summary>When the first thing is due that was passed over; null for nothing.</summary>
    internal DateTimeOffset? Next { get; set; }

    /// <param name="after">The last key that was passed, or null.</param>
    /// <param name="within">What was passed of the key after it, or null.</param>
    /// <param name="max">How many keys a page has.</param>
    /// <returns>Where the next run goes on; null when the bucket's end is reached.</returns>
    internal async ValueTask<(string? After, VersionsPassed? Within)?> PassObjectsAsync(string? after, VersionsPassed? within, int max)
    {
        if (within is not null && await S3Tables.Objects.GetAsync(transaction, (bucketName, within.Key)) is { } begun)
        {
            if (await PassOlderAsync(within.Key, begun, within) is { } more)
            {
                return (after, more);
            }

            await PassCurrentAsync(within.Key, begun, hasOlder: true);
        }

        after = within?.Key ?? after;
        var space = S3Tables.Objects.Under(bucketName);
        var rows = await S3Tables.Objects.RangeAsync(transaction, after is null ? space.All : space.After(after), max);
        foreach (var row in rows)
        {
            if (_versions >= VersionsMax)
            {
                return (after, null);
            }

            var before = _versions;
            if (bucket.Versioning != VersioningStatus.Off && await PassOlderAsync(row.Key.Key, row.Value, null) is { } rest)
            {
                return (after, rest);
            }

            await PassCurrentAsync(row.Key.Key, row.Value, _versions > before);
            after = row.Key.Key;
        }

        return rows.Count == max ? (after, null) : null;
    }

    /// <returns>The last key of a full page; null when the bucket's end is reached.</returns>
    internal async ValueTask<string?> AbortUploadsAsync(string? after, int max)
    {
        var space = S3Tables.Uploads.Under(bucketName);
        var rows = await S3Tables.Uploads.RangeAsync(transaction, after is null ? space.All : space.After(after), max);

        // A page ends with a whole key, so that the next can begin after it.
        if (rows.Count == max && rows[0].Key.Key != rows[^1].Key.Key)
        {
            rows = [.. rows.TakeWhile(row => row.Key.Key != rows[^1].Key.Key)];
            max = rows.Count;
        }

        foreach (var row in rows)
        {
            if (LifecycleMatch.UploadDue(lifecycle, row.Key.Key, row.Value.Initiated) is not { } aborted || IsLater(aborted.Due))
            {
                continue;
            }

            await PartList.ReleaseAsync(transaction, row.Key.Upload);
            S3Tables.Uploads.Delete(transaction, row.Key);
        }

        return rows.Count == max ? rows[^1].Key.Key : null;
    }

    private async ValueTask PassCurrentAsync(string key, ObjectRecord current, bool hasOlder)
    {
        if (current.IsDeleteMarker)
        {
            if (!hasOlder && LifecycleMatch.LoneMarkerDue(lifecycle, key, current) is { } markerDue && !IsLater(markerDue))
            {
                await Objects.RemoveVersionAsync(transaction, bucketName, key, current.VersionId);
                Tell("LifecycleExpiration:Delete", key, current);
            }

            return;
        }

        if (LifecycleMatch.Expiration(lifecycle, key, current) is { } expiration && !IsLater(expiration.Due))
        {
            if (bucket.Versioning == VersioningStatus.Off)
            {
                await Objects.RemoveAsync(transaction, bucketName, key);
                Tell("LifecycleExpiration:Delete", key, current);
            }
            else
            {
                var marker = new ObjectRecord { VersionId = VersionIds.Null, IsDeleteMarker = true, LastModified = now };
                marker = await Objects.PlaceAsync(transaction, call, bucket, bucketName, key, marker);
                Tell("LifecycleExpiration:DeleteMarkerCreated", key, marker);
            }

            // What stands now may be due itself, later.
            Remember(LifecycleDays.NextMidnight(now));
            return;
        }

        await ChangeClassAsync(key, current, null, current.LastModified);
    }

    /// <returns>How far it came where there is more; null when the key's last version was looked at.</returns>
    private async ValueTask<VersionsPassed?> PassOlderAsync(string key, ObjectRecord current, VersionsPassed? from)
    {
        var space = S3Tables.OlderVersions.Under(bucketName, key);
        var older = await S3Tables.OlderVersions.RangeAsync(transaction, from is null ? space.All : space.After(from.Age), VersionsMax);
        var (newer, since) = (from?.Count ?? 0, from?.Since ?? current.LastModified);
        foreach (var (_, record) in older)
        {
            if (LifecycleMatch.NoncurrentExpiration(lifecycle, key, record, newer, since) is { } due && !IsLater(due))
            {
                if (!Locking.ObjectLocks.Protects(record, now, bypassesGovernance: false))
                {
                    await Objects.RemoveVersionAsync(transaction, bucketName, key, record.VersionId);
                    Tell("LifecycleExpiration:Delete", key, record);
                    Remember(current.IsDeleteMarker ? LifecycleDays.NextMidnight(now) : null);
                }
                else
                {
                    Remember(LifecycleDays.NextMidnight(now));
                }
            }
            else if (!record.IsDeleteMarker)
            {
                await ChangeClassAsync(key, record, newer, since);
            }

            since = record.LastModified;
            newer++;
        }

        _versions += older.Count;
        return older.Count == VersionsMax ? new VersionsPassed(key, older[^1].Key.Age, newer, since) : null;
    }

    private async ValueTask ChangeClassAsync(string key, ObjectRecord record, int? newer, DateTimeOffset since)
    {
        var (storageClass, next) = LifecycleMatch.Transition(lifecycle, key, record, newer, since, now);
        Remember(next);
        if (storageClass is not null)
        {
            var changed = record with { StorageClass = storageClass };
            await Objects.ReplaceAsync(transaction, bucketName, key, changed);
            Tell("LifecycleTransition", key, changed);
        }
    }

    private bool IsLater(DateTimeOffset due)
    {
        if (due <= now)
        {
            return false;
        }

        Remember(due);
        return true;
    }

    private void Remember(DateTimeOffset? due) => Next = due is not null && !(due >= Next) ? due : Next;

    private void Tell(string eventName, string key, ObjectRecord record) => BucketNotifications.Enqueue(transaction, call, bucket, bucketName, eventName, key, record);
}
