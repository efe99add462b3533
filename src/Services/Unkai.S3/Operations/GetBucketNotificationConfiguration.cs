using Unkai.Api;
using Unkai.Api.S3;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Operations;

/// <summary>Who is told of a bucket's changes.</summary>
internal sealed class GetBucketNotificationConfiguration : IOperation<GetBucketNotificationConfigurationRequest, NotificationConfiguration>
{
    public async ValueTask<Outcome<NotificationConfiguration>> ExecuteAsync(Call call, GetBucketNotificationConfigurationRequest request)
    {
        var found = await Buckets.ReadAsync(call, request.Bucket!, request.ExpectedBucketOwner);
        if (found.IsError)
        {
            return found.Error;
        }

        var configuration = new NotificationConfiguration();
        foreach (var rule in found.Value.Notifications)
        {
            var filter = FilterOf(rule);
            if (Arn.Parse(rule.Target) is { Service: "sqs" })
            {
                (configuration.QueueConfigurations ??= []).Add(new QueueConfiguration { Id = rule.Id, QueueArn = rule.Target, Events = [.. rule.Events], Filter = filter });
            }
            else if (Arn.Parse(rule.Target) is { Service: "sns" })
            {
                (configuration.TopicConfigurations ??= []).Add(new TopicConfiguration { Id = rule.Id, TopicArn = rule.Target, Events = [.. rule.Events], Filter = filter });
            }
            else
            {
                (configuration.LambdaFunctionConfigurations ??= []).Add(new LambdaFunctionConfiguration { Id = rule.Id, LambdaFunctionArn = rule.Target, Events = [.. rule.Events], Filter = filter });
            }
        }

        configuration.EventBridgeConfiguration = found.Value.NotifiesEventBridge ? new EventBridgeConfiguration() : null;
        return configuration;
    }

    private static NotificationConfigurationFilter? FilterOf(NotificationRecord rule)
    {
        List<FilterRule> rules = [];
        if (rule.Prefix is not null)
        {
            rules.Add(new FilterRule { Name = "Prefix", Value = rule.Prefix });
        }

        if (rule.Suffix is not null)
        {
            rules.Add(new FilterRule { Name = "Suffix", Value = rule.Suffix });
        }

        return rules.Count == 0 ? null : new NotificationConfigurationFilter { Key = new S3KeyFilter { FilterRules = rules } };
    }
}
