using System.Text.Json;
using Unkai.Cloud;
using Unkai.S3.Jobs;
using Unkai.S3.Model;
using Unkai.Storage;

namespace Unkai.S3.Replication;

/// <summary>Which versions follow a bucket's rules elsewhere, and the jobs that bring them there.</summary>
internal static class Replicas
{
    internal const string Pending = "PENDING";
    internal const string Completed = "COMPLETED";
    internal const string Failed = "FAILED";
    internal const string Replica = "REPLICA";

    /// <summary>The rules by which a version goes: of each destination the one of the highest priority.</summary>
    internal static IReadOnlyList<ReplicationRuleRecord> RulesFor(BucketRecord bucket, string key, ObjectRecord record)
    {
        if (bucket.Replication is not { } replication || record.ReplicationStatus == Replica)
        {
            return [];
        }

        return
        [
            .. replication.Rules
                .Where(rule => rule.IsEnabled
                    && (rule.Prefix is null || key.StartsWith(rule.Prefix, StringComparison.Ordinal))
                    && (record.IsDeleteMarker ? rule.IsLegacy || rule.DeleteMarkers == true : rule.Tags.All(tag => record.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value)))
                .OrderByDescending(rule => rule.Priority ?? 0)
                .DistinctBy(rule => rule.Bucket),
        ];
    }

    /// <summary>Marks a new version as on its way, where a rule wants it elsewhere.</summary>
    internal static ObjectRecord Mark(BucketRecord bucket, Call call, string key, ObjectRecord written) =>
        bucket.Replication is null || (written.IsDeleteMarker && call.Caller.Kind == Api.PrincipalKind.Service) || RulesFor(bucket, key, written).Count == 0
            ? written
            : written with { ReplicationStatus = Pending };

    /// <summary>Brings a marked version on its way.</summary>
    internal static void Enqueue(Transaction transaction, Call call, string bucketName, string key, ObjectRecord record)
    {
        if (record.ReplicationStatus == Pending)
        {
            Enqueue(transaction, call, new ReplicationOrder(bucketName, key, record.VersionId), call.RequestId);
        }
    }

    internal static void Enqueue(Transaction transaction, Call call, ReplicationOrder order, string? cause) =>
        transaction.Enqueue(new Job(ReplicateObject.Kind, call.Clock.GetUtcNow(), JsonSerializer.SerializeToUtf8Bytes(order, S3Json.Default.ReplicationOrder), Cause: cause));

    /// <summary>The same version for another bucket.</summary>
    internal static ObjectRecord CopyFor(ReplicationRuleRecord rule, ObjectRecord source) => source with
    {
        ReplicationStatus = Replica,
        StorageClass = source.IsDeleteMarker ? null : rule.StorageClass switch { null => source.StorageClass, "STANDARD" => null, var other => other },
        RestoreReadyAt = null,
        RestoreExpiresAt = null,
    };
}
