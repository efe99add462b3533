using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Replication;

/// <summary>Rules as the API shows them.</summary>
internal static class ReplicationShapes
{
    private const int TimedMinutes = 15;

    internal static ReplicationRule ToShape(ReplicationRuleRecord rule) => new()
    {
        ID = rule.Id,
        Status = Status(rule.IsEnabled),
        Priority = rule.Priority,
        Prefix = rule.IsLegacy ? rule.Prefix : null,
        Filter = rule.IsLegacy ? null
            : rule.IsAnd ? new ReplicationRuleFilter { And = new ReplicationRuleAndOperator { Prefix = rule.Prefix, Tags = rule.Tags.Count == 0 ? null : [.. rule.Tags.Select(ToTag)] } }
            : new ReplicationRuleFilter { Prefix = rule.Prefix, Tag = rule.Tags is [var tag] ? ToTag(tag) : null },
        DeleteMarkerReplication = rule.DeleteMarkers is { } markers ? new DeleteMarkerReplication { Status = Status(markers) } : null,
        ExistingObjectReplication = rule.ExistingObjects is { } existing ? new ExistingObjectReplication { Status = Status(existing) } : null,
        Destination = new Destination
        {
            Bucket = $"arn:aws:s3:::{rule.Bucket}",
            Account = rule.Account,
            StorageClass = rule.StorageClass,
            AccessControlTranslation = rule.IsOwnerOverridden ? new AccessControlTranslation { Owner = "Destination" } : null,
            ReplicationTime = rule.IsTimed is { } timed ? new ReplicationTime { Status = Status(timed), Time = new ReplicationTimeValue { Minutes = TimedMinutes } } : null,
            Metrics = rule.HasMetrics is { } metrics
                ? new Metrics { Status = Status(metrics), EventThreshold = rule.IsTimed == true ? new ReplicationTimeValue { Minutes = TimedMinutes } : null }
                : null,
        },
    };

    private static string Status(bool isEnabled) => isEnabled ? "Enabled" : "Disabled";

    private static Tag ToTag(KeyValuePair<string, string> tag) => new() { Key = tag.Key, Value = tag.Value };
}
