using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Unkai.S3.Tests;

public sealed class NotificationTests(S3Cloud cloud)
{
    private const string QueueArn = "arn:aws:sqs:us-east-1:000000000000:no-such-queue";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task RefusedAsync(params QueueConfiguration[] queues)
    {
        var bucket = await cloud.BucketAsync();

        await Refused.WithAsync("InvalidArgument", HttpStatusCode.BadRequest, () => cloud.Client.PutBucketNotificationAsync(
            new PutBucketNotificationRequest { BucketName = bucket, QueueConfigurations = [.. queues] }, Cancellation));

        Assert.Empty((await cloud.Client.GetBucketNotificationAsync(bucket, Cancellation)).QueueConfigurations ?? []);
    }

    [Fact]
    public async Task A_bucket_without_notifications_says_so()
    {
        var bucket = await cloud.BucketAsync();

        var none = await cloud.Client.GetBucketNotificationAsync(bucket, Cancellation);
        await cloud.Client.PutBucketNotificationAsync(new PutBucketNotificationRequest { BucketName = bucket }, Cancellation);

        Assert.Empty(none.QueueConfigurations ?? []);
    }

    [Fact]
    public Task A_destination_that_is_not_there_is_refused() => RefusedAsync(new QueueConfiguration { Queue = QueueArn, Events = [EventType.ObjectCreatedAll] });

    [Fact]
    public Task An_event_that_is_not_one_is_refused() => RefusedAsync(new QueueConfiguration { Queue = QueueArn, Events = [new EventType("s3:ObjectEaten:*")] });

    [Fact]
    public Task A_destination_that_is_no_ARN_is_refused() => RefusedAsync(new QueueConfiguration { Queue = "queue", Events = [EventType.ObjectCreatedAll] });

    [Fact]
    public Task Overlapping_rules_are_refused() => RefusedAsync(
        new QueueConfiguration { Id = "a", Queue = QueueArn, Events = [EventType.ObjectCreatedAll] },
        new QueueConfiguration { Id = "b", Queue = QueueArn, Events = [EventType.ObjectCreatedPut] });

    [Fact]
    public Task Rules_of_one_name_are_refused() => RefusedAsync(
        new QueueConfiguration { Id = "a", Queue = QueueArn, Events = [EventType.ObjectCreatedPut] },
        new QueueConfiguration { Id = "a", Queue = QueueArn, Events = [EventType.ObjectRemovedDelete] });

    [Fact]
    public Task A_filter_by_anything_but_prefix_and_suffix_is_refused() => RefusedAsync(
        new QueueConfiguration
        {
            Queue = QueueArn,
            Events = [EventType.ObjectCreatedAll],
            Filter = new Filter { S3KeyFilter = new S3KeyFilter { FilterRules = [new FilterRule { Name = "middle", Value = "x" }] } },
        });

    [Theory]
    [InlineData("<TopicConfiguration><Topic>arn:aws:sns:us-east-1:000000000000:topic</Topic><Event>s3:ObjectCreated:*</Event></TopicConfiguration>")]
    [InlineData("<EventBridgeConfiguration/>")]
    [InlineData("<QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:q.fifo</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration>")]
    [InlineData("<QueueConfiguration><Queue>arn:aws:sqs:eu-west-1:000000000000:q</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration>")]
    public async Task A_destination_that_cannot_be_reached_is_refused_and_nothing_is_kept(string configuration)
    {
        var bucket = await cloud.BucketAsync();

        using var put = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Put, $"/{bucket}?notification", new StringContent($"<NotificationConfiguration>{configuration}</NotificationConfiguration>")), Cancellation);
        var kept = await cloud.Http.SendAsync(cloud.Request(HttpMethod.Get, $"/{bucket}?notification"), Cancellation);

        Assert.Contains("<Code>InvalidArgument</Code>", await put.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain("arn:", await kept.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
