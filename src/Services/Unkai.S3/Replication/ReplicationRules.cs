using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Replication;

/// <summary>Reads and checks a replication configuration, but for its destinations.</summary>
/// <remarks>Source: Amazon S3 API reference, PutBucketReplication; User Guide, "Replication configuration file elements".</remarks>
internal static class ReplicationRules
{
    private const int RulesMax = 1000;
    private const int IdLengthMax = 255;
    private const string BucketArn = "arn:aws:s3:::";
    private const string Guide = "must be specified for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.";

    internal static Outcome<ReplicationRecord> Read(ReplicationConfiguration? configuration, IRandomSource random)
    {
        if (configuration is not { Role: { } role, Rules: { Count: > 0 and <= RulesMax } asked })
        {
            return S3Errors.MalformedXml;
        }

        if (Arn.Parse(role) is not { Service: "iam" })
        {
            return S3Errors.InvalidArgument("Invalid Role ARN", "Role", role);
        }

        var rules = new List<ReplicationRuleRecord>(asked.Count);
        foreach (var shape in asked)
        {
            if (shape.Destination?.Bucket is not { } target || shape.Status is not ("Enabled" or "Disabled"))
            {
                return S3Errors.MalformedXml;
            }

            if (!target.StartsWith(BucketArn, StringComparison.Ordinal) || !BucketNameRules.CouldExist(target[BucketArn.Length..]))
            {
                return S3Errors.InvalidArgument("Invalid bucket ARN", "Bucket", target);
            }

            if (CheckUnsupported(shape) is { } unsupported)
            {
                return unsupported;
            }

            var rule = new ReplicationRuleRecord
            {
                Id = string.IsNullOrEmpty(shape.ID) ? random.NextGuid().ToString() : shape.ID,
                IsEnabled = shape.Status == "Enabled",
                IsLegacy = shape.Filter is null,
                IsAnd = shape.Filter?.And is not null,
                Priority = shape.Priority,
                Prefix = shape.Filter is null ? shape.Prefix : shape.Filter.And?.Prefix ?? shape.Filter.Prefix,
                Tags = [.. ((shape.Filter?.And?.Tags ?? (shape.Filter?.Tag is { } tag ? [tag] : [])).Select(one => new KeyValuePair<string, string>(one.Key ?? "", one.Value ?? "")))],
                Bucket = target[BucketArn.Length..],
                Account = shape.Destination.Account,
                StorageClass = shape.Destination.StorageClass,
                IsOwnerOverridden = shape.Destination.AccessControlTranslation is not null,
                DeleteMarkers = shape.DeleteMarkerReplication is { } markers ? markers.Status == "Enabled" : null,
                ExistingObjects = shape.ExistingObjectReplication is { } existing ? existing.Status == "Enabled" : null,
                IsTimed = shape.Destination.ReplicationTime is { } time ? time.Status == "Enabled" : null,
                HasMetrics = shape.Destination.Metrics is { } metrics ? metrics.Status == "Enabled" : null,
            };
            if (CheckRule(shape, rule) is { } refused)
            {
                return refused;
            }

            rules.Add(rule);
        }

        return CheckTogether(rules) is { } wrong ? wrong : new ReplicationRecord { Role = role, Rules = rules };
    }

    private static AwsError? CheckUnsupported(ReplicationRule shape) =>
        shape.Destination!.EncryptionConfiguration is not null ? S3Errors.NotImplemented("EncryptionConfiguration")
        : shape.SourceSelectionCriteria?.SseKmsEncryptedObjects is { Status: "Enabled" } ? S3Errors.NotImplemented("SseKmsEncryptedObjects")
        : shape.SourceSelectionCriteria?.ReplicaModifications is { Status: "Enabled" } ? S3Errors.NotImplemented("ReplicaModifications")
        : null;

    private static AwsError? CheckRule(ReplicationRule shape, ReplicationRuleRecord rule)
    {
        if (rule.Id.Length > IdLengthMax)
        {
            return S3Errors.InvalidArgument("ID length should not exceed allowed limit of 255", "ID", rule.Id);
        }

        if ((shape.Filter is not null && shape.Prefix is not null)
            || shape.DeleteMarkerReplication is { Status: not ("Enabled" or "Disabled") }
            || shape.ExistingObjectReplication is { Status: not ("Enabled" or "Disabled") }
            || shape.Destination!.AccessControlTranslation is { Owner: not "Destination" }
            || rule.StorageClass is not (null or "STANDARD" or "REDUCED_REDUNDANCY" or "STANDARD_IA" or "ONEZONE_IA" or "INTELLIGENT_TIERING" or "GLACIER" or "DEEP_ARCHIVE" or "GLACIER_IR"))
        {
            return S3Errors.MalformedXml;
        }

        if (shape.Destination.AccessControlTranslation is not null && rule.Account is null)
        {
            return S3Errors.InvalidRequest("Account must be specified when AccessControlTranslation is specified");
        }

        if (rule.IsTimed == true && rule.HasMetrics != true)
        {
            return S3Errors.InvalidRequest("Replication metrics must be enabled when Replication Time Control is enabled");
        }

        if (rule.IsLegacy)
        {
            return rule.Priority is not null ? S3Errors.InvalidRequest("Priority cannot be used for this version of Cross Region Replication configuration schema. Please refer to S3 Developer Guide for more information.")
                : rule.Prefix is null ? S3Errors.MalformedXml
                : null;
        }

        return rule.Priority is null ? S3Errors.InvalidRequest($"Priority {Guide}")
            : rule.DeleteMarkers is null ? S3Errors.InvalidRequest($"DeleteMarkerReplication {Guide}")
            : rule.DeleteMarkers == true && rule.Tags.Count > 0
                ? S3Errors.InvalidRequest("Delete marker replication is not supported if any Tag filter is specified. Please refer to S3 Developer Guide for more information.")
            : TagRules.Check(rule.Tags, int.MaxValue) is { IsError: true } tags ? tags.Error
            : null;
    }

    private static AwsError? CheckTogether(List<ReplicationRuleRecord> rules) =>
        rules.DistinctBy(rule => rule.Id).Count() != rules.Count ? S3Errors.InvalidArgument("Rule Id must be unique. Found same Id for more than one rule", "ID", null)
        : rules.Exists(rule => rule.IsLegacy) && rules.Exists(rule => !rule.IsLegacy) ? S3Errors.InvalidRequest("Rules with Filter and rules without it cannot stand in one configuration.")
        : rules.Where(rule => !rule.IsLegacy).DistinctBy(rule => (rule.Priority, rule.Bucket)).Count() != rules.Count(rule => !rule.IsLegacy) ? S3Errors.InvalidRequest("Found duplicate priority in the rules of one destination.")
        : null;
}
