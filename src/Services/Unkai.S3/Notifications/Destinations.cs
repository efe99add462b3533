using System.Globalization;
using Unkai.Api;
using Unkai.Api.Lambda;
using Unkai.Api.Sqs;
using Unkai.Cloud;
using Unkai.S3.Model;

namespace Unkai.S3.Notifications;

/// <summary>The queues and functions that S3 tells, reached as the service that S3 is.</summary>
internal static class Destinations
{
    internal const string ServicePrincipal = "s3.amazonaws.com";

    /// <summary>Each destination must be there and let S3 in; queues get a test message.</summary>
    internal static async ValueTask<AwsError?> ValidateAsync(Call call, string bucketName, BucketRecord bucket, IReadOnlyList<NotificationRecord> rules)
    {
        var failed = new List<string>();
        foreach (var rule in rules)
        {
            if (bucket.Notifications.Any(known => known.Target == rule.Target))
            {
                continue;
            }

            var arn = Arn.Parse(rule.Target)!.Value;
            var isUnreachable = arn.Service switch
            {
                "sqs" => (await SendAsync(call, arn, TestEvent(call, bucketName))).IsError,
                "sns" => (await NamedDestinations.PublishAsync(call, arn, TestEvent(call, bucketName))).IsError,
                _ => await IsUnreachableAsync(call, arn),
            };
            if (isUnreachable)
            {
                failed.Add(rule.Target);
            }
        }

        return failed.Count == 0 ? null
            : S3Errors.InvalidArgument("Unable to validate the following destination configurations", failed[0], Arn.Parse(failed[0])!.Value.Service switch
            {
                "sqs" => "The destination queue does not exist, or its policy does not let S3 in",
                "sns" => "The destination topic does not exist, or its policy does not let S3 in",
                _ => $"Not authorized to invoke function [{failed[0]}]",
            });
    }

    internal static async ValueTask<Outcome<SendMessageResult>> SendAsync(Call call, Arn queue, string body)
    {
        var asS3 = call.As(Principal.Service(ServicePrincipal, AccountId.Parse(queue.Account) ?? call.Account), ServicePrincipal).In(queue.Region);
        var url = await asS3.Sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = queue.Resource, QueueOwnerAWSAccountId = queue.Account });
        return url.IsError ? url.Error : await asS3.Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url.Value.QueueUrl, MessageBody = body });
    }

    private static async ValueTask<bool> IsUnreachableAsync(Call call, Arn function)
    {
        var asS3 = call.As(Principal.Service(ServicePrincipal, AccountId.Parse(function.Account) ?? call.Account), ServicePrincipal).In(function.Region);
        var dryRun = await asS3.Lambda.InvokeAsync(new InvocationRequest { FunctionName = function.ToString(), InvocationType = InvocationType.DryRun });
        return dryRun.IsError;
    }

    private static string TestEvent(Call call, string bucketName) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"{{call.Clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","Bucket":"{{bucketName}}","RequestId":"{{call.RequestId}}","HostId":"{{call.RequestId}}"}""");
}
