using Unkai.Api;
using Unkai.Api.S3;
using Unkai.S3.Model;

namespace Unkai.S3.Lifecycle;

/// <summary>Reads and checks a lifecycle configuration.</summary>
/// <remarks>Source: Amazon S3 API reference, PutBucketLifecycleConfiguration; User Guide, "Lifecycle configuration elements".</remarks>
internal static class LifecycleRules
{
    private const int RulesMax = 1000;
    private const int IdLengthMax = 255;
    private const int IaDaysMin = 30;
    private const int NewerVersionsMax = 100;

    private static readonly HashSet<string> s_classes = ["GLACIER", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "DEEP_ARCHIVE", "GLACIER_IR"];

    internal static Outcome<IReadOnlyList<LifecycleRuleRecord>> Read(BucketLifecycleConfiguration? configuration, IRandomSource random)
    {
        if (configuration?.Rules is not { Count: > 0 and <= RulesMax } asked)
        {
            return S3Errors.MalformedXml;
        }

        var rules = new List<LifecycleRuleRecord>(asked.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var shape in asked)
        {
            var filter = LifecycleFilters.Read(shape);
            if (filter.IsError)
            {
                return filter.Error;
            }

            var id = string.IsNullOrEmpty(shape.ID) ? random.NextGuid().ToString() : shape.ID;
            var rule = filter.Value with
            {
                Id = id,
                ExpirationDays = shape.Expiration?.Days,
                ExpirationDate = shape.Expiration?.Date,
                ExpiresLoneMarkers = shape.Expiration?.ExpiredObjectDeleteMarker,
                Transitions = [.. (shape.Transitions ?? []).Select(one => new TransitionRecord(one.StorageClass ?? "", one.Days, one.Date, null))],
                NoncurrentTransitions = [.. (shape.NoncurrentVersionTransitions ?? []).Select(one => new TransitionRecord(one.StorageClass ?? "", one.NoncurrentDays, null, one.NewerNoncurrentVersions))],
                NoncurrentDays = shape.NoncurrentVersionExpiration?.NoncurrentDays,
                NewerNoncurrentVersions = shape.NoncurrentVersionExpiration?.NewerNoncurrentVersions,
                AbortDays = shape.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
            };
            if ((id.Length > IdLengthMax ? Invalid("ID length should not exceed allowed limit of 255", "ID", id)
                : !ids.Add(id) ? Invalid("Rule ID must be unique. Found same ID for more than one rule", "ID", id)
                : Check(shape, rule)) is { } refused)
            {
                return refused;
            }

            rules.Add(rule);
        }

        return rules;
    }

    private static AwsError? Check(LifecycleRule shape, LifecycleRuleRecord rule) =>
        shape.Expiration is null && rule.Transitions.Count == 0 && rule.NoncurrentTransitions.Count == 0 && shape.NoncurrentVersionExpiration is null && shape.AbortIncompleteMultipartUpload is null
            ? S3Errors.InvalidRequest("At least one action needs to be specified in a rule")
            : CheckExpiration(shape, rule) ?? CheckTransitions(rule) ?? CheckNoncurrent(shape, rule) ?? CheckAbort(shape, rule);

    private static AwsError? CheckExpiration(LifecycleRule shape, LifecycleRuleRecord rule)
    {
        if (shape.Expiration is not { } expiration)
        {
            return null;
        }

        var given = (expiration.Days is null ? 0 : 1) + (expiration.Date is null ? 0 : 1) + (expiration.ExpiredObjectDeleteMarker is null ? 0 : 1);
        return given != 1 ? S3Errors.MalformedXml
            : expiration.Days <= 0 ? Invalid("'Days' for Expiration action must be a positive integer", "Days", $"{expiration.Days}")
            : expiration.Date is { } date && !IsMidnight(date) ? Invalid("'Date' must be at midnight GMT", "Date", $"{date:O}")
            : expiration.ExpiredObjectDeleteMarker is not null && rule.Tags.Count > 0 ? S3Errors.InvalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.")
            : expiration.ExpiredObjectDeleteMarker is not null && (rule.LargerThan ?? rule.SmallerThan) is not null ? S3Errors.InvalidRequest("ExpiredObjectDeleteMarker cannot be specified with Object Size.")
            : null;
    }

    private static AwsError? CheckTransitions(LifecycleRuleRecord rule)
    {
        var classes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var transition in rule.Transitions)
        {
            if ((transition.Days is null) == (transition.Date is null) || !s_classes.Contains(transition.StorageClass))
            {
                return S3Errors.MalformedXml;
            }

            if (transition.Days < 0)
            {
                return Invalid("'Days' for Transition action must be nonnegative", "Days", $"{transition.Days}");
            }

            if (transition.Date is { } date && !IsMidnight(date))
            {
                return Invalid("'Date' must be at midnight GMT", "Date", $"{date:O}");
            }

            if (transition.Days < IaDaysMin && transition.StorageClass is "STANDARD_IA" or "ONEZONE_IA" && transition.Days is not null)
            {
                return Invalid($"'Days' in Transition action must be greater than or equal to 30 for storageClass '{transition.StorageClass}'", "Days", $"{transition.Days}");
            }

            if (!classes.Add(transition.StorageClass))
            {
                return S3Errors.InvalidRequest($"'StorageClass' must be different for 'Transition' actions in same 'Rule' with {FilterText(rule)}");
            }

            if ((rule.ExpirationDate is not null && transition.Days is not null) || (rule.ExpirationDays is not null && transition.Date is not null))
            {
                return S3Errors.InvalidRequest($"Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for {FilterText(rule)}");
            }

            if (rule.ExpirationDays <= transition.Days)
            {
                return Invalid($"'Days' in the Expiration action for {FilterText(rule)} must be greater than 'Days' in the Transition action", "Days", $"{rule.ExpirationDays}");
            }

            if (rule.ExpirationDate <= transition.Date)
            {
                return Invalid($"'Date' in the Expiration action for {FilterText(rule)} must be later than 'Date' in the Transition action", "Date", $"{rule.ExpirationDate:O}");
            }
        }

        return rule.Transitions.Any(one => one.Days is null) && rule.Transitions.Any(one => one.Date is null)
            ? S3Errors.InvalidRequest($"Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for {FilterText(rule)}")
            : null;
    }

    private static AwsError? CheckNoncurrent(LifecycleRule shape, LifecycleRuleRecord rule)
    {
        if (shape.NoncurrentVersionExpiration is not null)
        {
            if (rule.NoncurrentDays is null)
            {
                return S3Errors.MalformedXml;
            }

            if (rule.NoncurrentDays <= 0)
            {
                return Invalid("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", "NoncurrentDays", $"{rule.NoncurrentDays}");
            }

            if (CheckNewer(rule, rule.NewerNoncurrentVersions, "NoncurrentVersionExpiration") is { } refused)
            {
                return refused;
            }
        }

        foreach (var transition in rule.NoncurrentTransitions)
        {
            if (!s_classes.Contains(transition.StorageClass) || transition.Days is null)
            {
                return S3Errors.MalformedXml;
            }

            if (transition.Days < 0)
            {
                return Invalid("'NoncurrentDays' for NoncurrentVersionTransition action must be nonnegative", "NoncurrentDays", $"{transition.Days}");
            }

            if (transition.Days < IaDaysMin && transition.StorageClass is "STANDARD_IA" or "ONEZONE_IA" && transition.Days < IaDaysMin)
            {
                return Invalid($"'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to 30 for storageClass '{transition.StorageClass}'", "NoncurrentDays", $"{transition.Days}");
            }

            if (rule.NoncurrentDays <= transition.Days)
            {
                return Invalid($"'NoncurrentDays' in the NoncurrentVersionExpiration action for {FilterText(rule)} must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action", "NoncurrentDays", $"{rule.NoncurrentDays}");
            }

            if (CheckNewer(rule, transition.NewerVersions, "NoncurrentVersionTransition") is { } refused)
            {
                return refused;
            }
        }

        return null;
    }

    private static AwsError? CheckNewer(LifecycleRuleRecord rule, int? newer, string action) =>
        newer is null ? null
        : rule.IsLegacy ? S3Errors.InvalidRequest($"'NewerNoncurrentVersions' for {action} action requires a Filter element")
        : newer is <= 0 or > NewerVersionsMax ? Invalid($"'NewerNoncurrentVersions' for {action} action must be a positive integer of at most {NewerVersionsMax}", "NewerNoncurrentVersions", $"{newer}")
        : null;

    private static AwsError? CheckAbort(LifecycleRule shape, LifecycleRuleRecord rule) =>
        shape.AbortIncompleteMultipartUpload is null ? null
        : rule.AbortDays is null ? S3Errors.MalformedXml
        : rule.AbortDays <= 0 ? Invalid("'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer", "DaysAfterInitiation", $"{rule.AbortDays}")
        : rule.Tags.Count > 0 ? S3Errors.InvalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.")
        : (rule.LargerThan ?? rule.SmallerThan) is not null ? S3Errors.InvalidRequest("AbortIncompleteMultipartUpload cannot be specified with Object Size.")
        : null;

    private static bool IsMidnight(DateTimeOffset date) => date.UtcDateTime.TimeOfDay == TimeSpan.Zero;

    private static string FilterText(LifecycleRuleRecord rule) => rule.IsLegacy ? $"prefix '{rule.Prefix}'" : $"filter '(prefix={rule.Prefix})'";

    private static AwsError Invalid(string message, string name, string value) => S3Errors.InvalidArgument(message, name, value);
}
