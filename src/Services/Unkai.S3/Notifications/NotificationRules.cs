using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Notifications;

/// <summary>Reads and checks a notification configuration.</summary>
/// <remarks>Source: Amazon S3 User Guide, "Configuring event notifications using object key name filtering".</remarks>
internal static class NotificationRules
{
    private const int RulesMax = 100;

    private static readonly HashSet<string> s_events =
    [
        "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload",
        "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectTagging:*", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete",
        "s3:ReducedRedundancyLostObject", "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete",
        "s3:Replication:*", "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked", "s3:Replication:OperationMissedThreshold",
        "s3:Replication:OperationReplicatedAfterThreshold", "s3:LifecycleTransition", "s3:IntelligentTiering", "s3:ObjectAcl:Put",
        "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated",
    ];

    internal static Outcome<IReadOnlyList<NotificationRecord>> Parse(Call call, NotificationConfiguration configuration)
    {
        var rules = new List<NotificationRecord>();
        foreach (var topic in configuration.TopicConfigurations ?? [])
        {
            var rule = Read(call, topic.Id, topic.TopicArn, "sns", topic.Events, topic.Filter);
            if (rule.IsError)
            {
                return rule.Error;
            }

            rules.Add(rule.Value);
        }

        foreach (var queue in configuration.QueueConfigurations ?? [])
        {
            var rule = Read(call, queue.Id, queue.QueueArn, "sqs", queue.Events, queue.Filter);
            if (rule.IsError)
            {
                return rule.Error;
            }

            rules.Add(rule.Value);
        }

        foreach (var function in configuration.LambdaFunctionConfigurations ?? [])
        {
            var rule = Read(call, function.Id, function.LambdaFunctionArn, "lambda", function.Events, function.Filter);
            if (rule.IsError)
            {
                return rule.Error;
            }

            rules.Add(rule.Value);
        }

        return rules.Count > RulesMax ? S3Errors.InvalidArgument($"Configurations may have at most {RulesMax} rules.", "NotificationConfiguration", null)
            : rules.DistinctBy(rule => rule.Id).Count() != rules.Count ? S3Errors.InvalidArgument("Same ID used for multiple configurations. IDs must be unique", "Id", null)
            : Overlaps(rules) ? S3Errors.InvalidArgument("Configurations overlap. Configurations on the same bucket cannot share a common event type.", "NotificationConfiguration", null)
            : rules;
    }

    private static Outcome<NotificationRecord> Read(Call call, string? id, string? target, string service, List<string>? events, NotificationConfigurationFilter? filter)
    {
        if (Arn.Parse(target) is not { } arn || arn.Service != service)
        {
            return S3Errors.InvalidArgument("The ARN could not be parsed", service switch { "sqs" => "Queue", "sns" => "Topic", _ => "CloudFunction" }, target);
        }

        if (service != "lambda" && target!.EndsWith(".fifo", StringComparison.Ordinal))
        {
            return S3Errors.InvalidArgument(service == "sqs" ? "FIFO SQS queues are not supported." : "FIFO SNS topics are not supported.", service == "sqs" ? "Queue" : "Topic", target);
        }

        if (events is not { Count: > 0 })
        {
            return S3Errors.MalformedXml;
        }

        if (events.Find(name => !s_events.Contains(name)) is { } unknown)
        {
            return S3Errors.InvalidArgument("The event '" + unknown + "' is not supported for notifications", "Event", unknown);
        }

        var record = new NotificationRecord { Id = string.IsNullOrEmpty(id) ? call.Random.NextGuid().ToString() : id, Target = target!, Events = events };
        foreach (var rule in filter?.Key?.FilterRules ?? [])
        {
            switch (rule.Name?.ToLowerInvariant())
            {
                case "prefix" when record.Prefix is null: record = record with { Prefix = rule.Value ?? "" }; break;
                case "suffix" when record.Suffix is null: record = record with { Suffix = rule.Value ?? "" }; break;
                case "prefix" or "suffix": return S3Errors.InvalidArgument("Cannot specify more than one prefix or suffix rule in a filter.", "FilterRule.Name", rule.Name);
                default: return S3Errors.InvalidArgument("filter rule name must be either prefix or suffix", "FilterRule.Name", rule.Name);
            }
        }

        return record;
    }

    private static bool Overlaps(List<NotificationRecord> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            for (var j = i + 1; j < rules.Count; j++)
            {
                if (EachOther(rules[i].Prefix ?? "", rules[j].Prefix ?? "", static (a, b) => a.StartsWith(b, StringComparison.Ordinal))
                    && EachOther(rules[i].Suffix ?? "", rules[j].Suffix ?? "", static (a, b) => a.EndsWith(b, StringComparison.Ordinal))
                    && rules[i].Events.Any(left => rules[j].Events.Any(right => EachOther(left.TrimEnd('*'), right.TrimEnd('*'), static (a, b) => a.StartsWith(b, StringComparison.Ordinal)))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool EachOther(string left, string right, Func<string, string, bool> covers) => covers(left, right) || covers(right, left);
}
