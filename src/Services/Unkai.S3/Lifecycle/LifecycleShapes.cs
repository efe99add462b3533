using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Lifecycle;

/// <summary>Rules as the API shows them.</summary>
internal static class LifecycleShapes
{
    internal static LifecycleRule ToShape(LifecycleRuleRecord rule) => new()
    {
        ID = rule.Id,
        Status = rule.IsEnabled ? "Enabled" : "Disabled",
        Prefix = rule.IsLegacy ? rule.Prefix ?? "" : null,
        Filter = rule.IsLegacy ? null : FilterOf(rule),
        Expiration = rule.ExpirationDays is null && rule.ExpirationDate is null && rule.ExpiresLoneMarkers is null ? null : new LifecycleExpiration
        {
            Days = rule.ExpirationDays,
            Date = rule.ExpirationDate,
            ExpiredObjectDeleteMarker = rule.ExpiresLoneMarkers,
        },
        Transitions = rule.Transitions.Count == 0 ? null
            : [.. rule.Transitions.Select(one => new Transition { Days = one.Days, Date = one.Date, StorageClass = one.StorageClass })],
        NoncurrentVersionTransitions = rule.NoncurrentTransitions.Count == 0 ? null
            : [.. rule.NoncurrentTransitions.Select(one => new NoncurrentVersionTransition { NoncurrentDays = one.Days, NewerNoncurrentVersions = one.NewerVersions, StorageClass = one.StorageClass })],
        NoncurrentVersionExpiration = rule.NoncurrentDays is null ? null
            : new NoncurrentVersionExpiration { NoncurrentDays = rule.NoncurrentDays, NewerNoncurrentVersions = rule.NewerNoncurrentVersions },
        AbortIncompleteMultipartUpload = rule.AbortDays is null ? null : new AbortIncompleteMultipartUpload { DaysAfterInitiation = rule.AbortDays },
    };

    private static LifecycleRuleFilter FilterOf(LifecycleRuleRecord rule) => rule.IsAnd
        ? new LifecycleRuleFilter
        {
            And = new LifecycleRuleAndOperator
            {
                Prefix = rule.Prefix,
                Tags = rule.Tags.Count == 0 ? null : [.. rule.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
                ObjectSizeGreaterThan = rule.LargerThan,
                ObjectSizeLessThan = rule.SmallerThan,
            },
        }
        : new LifecycleRuleFilter
        {
            Prefix = rule.Prefix,
            Tag = rule.Tags is [var tag] ? new Tag { Key = tag.Key, Value = tag.Value } : null,
            ObjectSizeGreaterThan = rule.LargerThan,
            ObjectSizeLessThan = rule.SmallerThan,
        };
}
