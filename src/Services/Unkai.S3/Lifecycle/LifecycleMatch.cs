using Unkai.S3.Model;

namespace Unkai.S3.Lifecycle;

/// <summary>Which rules mean which versions, and when they act on them.</summary>
internal static class LifecycleMatch
{
    private const long SmallBytes = 128 * 1024;

    /// <summary>From warm to cold: an object goes down only.</summary>
    private static readonly string[] s_waterfall = ["STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

    /// <summary>Whether a rule's filter holds for a version.</summary>
    internal static bool Means(this LifecycleRuleRecord rule, string key, ObjectRecord record) =>
        rule.IsEnabled
        && (rule.Prefix is null || key.StartsWith(rule.Prefix, StringComparison.Ordinal))
        && rule.Tags.All(tag => record.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value)
        && !(record.Size <= rule.LargerThan)
        && !(record.Size >= rule.SmallerThan);

    /// <summary>When a current object expires, and by which rule; null for never.</summary>
    internal static (DateTimeOffset Due, LifecycleRuleRecord Rule)? Expiration(LifecycleRecord? lifecycle, string key, ObjectRecord record)
    {
        (DateTimeOffset Due, LifecycleRuleRecord Rule)? first = null;
        foreach (var rule in lifecycle?.Rules ?? [])
        {
            if ((rule.ExpirationDays ?? (object?)rule.ExpirationDate) is null || !rule.Means(key, record))
            {
                continue;
            }

            var due = rule.ExpirationDate ?? LifecycleDays.DueAfter(record.LastModified, rule.ExpirationDays!.Value);
            if (first is null || due < first.Value.Due)
            {
                first = (due, rule);
            }
        }

        return first;
    }

    /// <summary>The x-amz-expiration header of a current object; null for none.</summary>
    internal static string? ExpirationHeader(BucketRecord bucket, string key, ObjectRecord record) =>
        Expiration(bucket.Lifecycle, key, record) is { } expiration ? LifecycleDays.Header(expiration.Due, expiration.Rule.Id) : null;

    /// <summary>When a delete marker that nothing stands under goes.</summary>
    internal static DateTimeOffset? LoneMarkerDue(LifecycleRecord lifecycle, string key, ObjectRecord marker)
    {
        DateTimeOffset? first = null;
        foreach (var rule in lifecycle.Rules.Where(rule => rule.Tags.Count == 0 && rule.LargerThan is null && rule.SmallerThan is null && rule.Means(key, marker)))
        {
            var due = rule.ExpiresLoneMarkers == true ? marker.LastModified
                : rule.ExpirationDays is { } days ? LifecycleDays.DueAfter(marker.LastModified, days)
                : (DateTimeOffset?)null;
            first = due < first || first is null ? due : first;
        }

        return first;
    }

    /// <summary>When an older version goes; null for never.</summary>
    /// <param name="lifecycle">The rules.</param>
    /// <param name="key">The version's key.</param>
    /// <param name="record">The version.</param>
    /// <param name="newer">How many older versions are newer than this one.</param>
    /// <param name="since">When it ceased to be current.</param>
    internal static DateTimeOffset? NoncurrentExpiration(LifecycleRecord lifecycle, string key, ObjectRecord record, int newer, DateTimeOffset since)
    {
        DateTimeOffset? first = null;
        foreach (var rule in lifecycle.Rules)
        {
            if (rule.NoncurrentDays is { } days && newer >= (rule.NewerNoncurrentVersions ?? 0) && rule.Means(key, record)
                && LifecycleDays.DueAfter(since, days) is var due && !(due >= first))
            {
                first = due;
            }
        }

        return first;
    }

    /// <summary>The coldest class that a version is due for, and when the next change is due.</summary>
    internal static (string? StorageClass, DateTimeOffset? Next) Transition(LifecycleRecord lifecycle, string key, ObjectRecord record, int? newer, DateTimeOffset since, DateTimeOffset now)
    {
        var best = Rank(record.StorageClass);
        string? storageClass = null;
        DateTimeOffset? next = null;
        foreach (var rule in lifecycle.Rules)
        {
            foreach (var transition in newer is null ? rule.Transitions : rule.NoncurrentTransitions)
            {
                if (Rank(transition.StorageClass) <= best || newer < transition.NewerVersions || !rule.Means(key, record) || IsTooSmall(lifecycle, rule, record, transition.StorageClass))
                {
                    continue;
                }

                var due = transition.Date ?? LifecycleDays.DueAfter(since, transition.Days ?? 0);
                if (due <= now)
                {
                    (best, storageClass) = (Rank(transition.StorageClass), transition.StorageClass);
                }
                else if (!(due >= next))
                {
                    next = due;
                }
            }
        }

        return (storageClass, next);
    }

    /// <summary>When an upload is given up, and by which rule; null for never.</summary>
    internal static (DateTimeOffset Due, string RuleId)? UploadDue(LifecycleRecord? lifecycle, string key, DateTimeOffset initiated)
    {
        (DateTimeOffset Due, string RuleId)? first = null;
        foreach (var rule in lifecycle?.Rules ?? [])
        {
            if (rule is { IsEnabled: true, AbortDays: { } days } && (rule.Prefix is null || key.StartsWith(rule.Prefix, StringComparison.Ordinal))
                && LifecycleDays.DueAfter(initiated, days) is var due && !(due >= first?.Due))
            {
                first = (due, rule.Id);
            }
        }

        return first;
    }

    private static int Rank(string? storageClass) => storageClass is null or "REDUCED_REDUNDANCY" ? 0 : Array.IndexOf(s_waterfall, storageClass);

    /// <summary>Objects under 128 KB stay where they are unless the rule speaks of sizes. Source: User Guide, "Transitioning objects using Amazon S3 Lifecycle".</summary>
    private static bool IsTooSmall(LifecycleRecord lifecycle, LifecycleRuleRecord rule, ObjectRecord record, string storageClass) =>
        record.Size < SmallBytes && rule.LargerThan is null && rule.SmallerThan is null
        && (lifecycle.TransitionMinimum == "all_storage_classes_128K" || storageClass is not ("GLACIER" or "DEEP_ARCHIVE"));
}
