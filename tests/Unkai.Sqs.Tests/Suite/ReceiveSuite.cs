using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

public abstract class ReceiveSuite(bool onDisk) : SqsSuite(onDisk)
{
    [Theory]
    [InlineData(0, null, null)]
    [InlineData(11, null, null)]
    [InlineData(null, -1, null)]
    [InlineData(null, 43201, null)]
    [InlineData(null, null, 21)]
    [InlineData(null, null, -1)]
    public async Task Numbers_out_of_range_are_refused(int? max, int? visibility, int? wait)
    {
        var url = await QueueAsync();

        var error = (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MaxNumberOfMessages = max, VisibilityTimeout = visibility, WaitTimeSeconds = wait })).Error!;
        Assert.Equal("InvalidParameterValue", error.Code);
    }

    [Fact]
    public async Task A_received_message_is_hidden_until_its_visibility_timeout_and_comes_again_with_a_new_receipt()
    {
        var url = await QueueAsync();
        await SendAsync(url, "x");

        var first = Assert.Single(await ReceiveAsync(url));
        Assert.Empty(await ReceiveAsync(url));
        Cloud.Advance(29);
        Assert.Empty(await ReceiveAsync(url));
        Cloud.Advance(1);
        var second = Assert.Single(await ReceiveAsync(url));

        Assert.NotEqual(first.ReceiptHandle, second.ReceiptHandle);
        Assert.Equal(("2", "1893456000000"), (second.Attributes!["ApproximateReceiveCount"], second.Attributes["ApproximateFirstReceiveTimestamp"]));
    }

    [Fact]
    public async Task Counts_follow_a_message_through_its_life()
    {
        var url = await QueueAsync();
        await SendAsync(url, "a");
        await SendAsync(url, "b");
        Assert.Equal(("2", "0", "0"), await CountsAsync(url));

        var message = Assert.Single(await ReceiveAsync(url, 1));
        Assert.Equal(("1", "1", "0"), await CountsAsync(url));
        Cloud.Advance(30);
        Assert.Equal(("2", "0", "0"), await CountsAsync(url));
        await DeleteAsync(url, message);
        Assert.Equal(("1", "0", "0"), await CountsAsync(url));
    }

    [Fact]
    public async Task An_older_receipt_still_deletes()
    {
        var url = await QueueAsync();
        await SendAsync(url, "x");
        var first = Assert.Single(await ReceiveAsync(url, visibility: 1));
        Cloud.Advance(1);
        var second = Assert.Single(await ReceiveAsync(url, visibility: 1));
        Cloud.Advance(1);
        await ReceiveAsync(url);

        Assert.Null(await DeleteAsync(url, first));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Null(await DeleteAsync(url, second));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Locations.All, 1)));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("AAAA")]
    [InlineData("AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task A_receipt_handle_that_is_none_is_refused(string handle)
    {
        var url = await QueueAsync();

        Assert.Equal("ReceiptHandleIsInvalid", (await DeleteAsync(url, new Message { ReceiptHandle = handle }))!.Code);
        Assert.Equal("ReceiptHandleIsInvalid", (await HideAsync(url, new Message { ReceiptHandle = handle }, 1))!.Code);
        var failed = (await Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest { QueueUrl = url, Entries = [new() { Id = "a", ReceiptHandle = handle }] })).Value;
        Assert.Equal("ReceiptHandleIsInvalid", Assert.Single(failed.Failed!).Code);
        Assert.Null(failed.Successful);
    }

    [Fact]
    public async Task Another_queue_s_receipt_handle_is_refused()
    {
        var url = await QueueAsync();
        var other = await QueueAsync();
        await SendAsync(url, "x");

        Assert.Equal("ReceiptHandleIsInvalid", (await DeleteAsync(other, Assert.Single(await ReceiveAsync(url))))!.Code);
    }

    [Fact]
    public async Task Visibility_can_be_shortened_lengthened_and_ended()
    {
        var url = await QueueAsync();
        await SendAsync(url, "x");
        var message = Assert.Single(await ReceiveAsync(url));

        Assert.Null(await HideAsync(url, message, 100));
        Cloud.Advance(99);
        Assert.Empty(await ReceiveAsync(url));
        Assert.Null(await HideAsync(url, message, 0));
        Assert.Equal("MessageNotInflight", (await HideAsync(url, message, 10))!.Code);
        var again = Assert.Single(await ReceiveAsync(url));
        Assert.Null(await DeleteAsync(url, message));
        Assert.Equal("InvalidParameterValue", (await HideAsync(url, again, 10))!.Code);
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
    }

    [Fact]
    public async Task Visibility_ends_twelve_hours_after_the_receive_at_the_latest()
    {
        var url = await QueueAsync();
        await SendAsync(url, "x");
        var message = Assert.Single(await ReceiveAsync(url, visibility: 600));
        Cloud.Advance(100);

        Assert.Contains("Total VisibilityTimeout for the message is beyond the limit [43200 seconds]", (await HideAsync(url, message, 43_101))!.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidParameterValue", (await HideAsync(url, message, 43_201))!.Code);
        Assert.Null(await HideAsync(url, message, 43_100));
    }

    [Fact]
    public async Task Batches_delete_and_hide_each_for_itself()
    {
        var url = await QueueAsync();
        for (var i = 0; i < 4; i++)
        {
            await SendAsync(url, $"{i}");
        }

        var messages = await ReceiveAsync(url);
        var hidden = (await Sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest
        {
            QueueUrl = url,
            Entries = [.. messages.Take(2).Select((message, i) => new ChangeMessageVisibilityBatchRequestEntry { Id = $"{i}", ReceiptHandle = message.ReceiptHandle, VisibilityTimeout = i == 0 ? 0 : 43_201 })],
        })).Value;
        Assert.Equal("0", Assert.Single(hidden.Successful!).Id);
        Assert.Equal(("1", "InvalidParameterValue"), (hidden.Failed![0].Id, hidden.Failed[0].Code));

        var deleted = (await Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest
        {
            QueueUrl = url,
            Entries = [.. messages.Skip(2).Select((message, i) => new DeleteMessageBatchRequestEntry { Id = $"{i}", ReceiptHandle = message.ReceiptHandle })],
        })).Value;
        Assert.Equal(2, deleted.Successful!.Count);
        Assert.Equal(("1", "1", "0"), await CountsAsync(url));
        Assert.Equal("EmptyBatchRequest", (await Sqs.DeleteMessageBatchAsync(new DeleteMessageBatchRequest { QueueUrl = url })).Error!.Code);
        Assert.Equal("EmptyBatchRequest", (await Sqs.ChangeMessageVisibilityBatchAsync(new ChangeMessageVisibilityBatchRequest { QueueUrl = url })).Error!.Code);
    }

    [Fact]
    public async Task A_message_past_its_retention_is_never_delivered_and_is_removed()
    {
        var url = await QueueAsync(null, ("MessageRetentionPeriod", "60"));
        await SendAsync(url, "in flight");
        await ReceiveAsync(url, visibility: 30);
        await SendAsync(url, "waiting");
        Cloud.Advance(30);
        await SendAsync(url, "young");
        Cloud.Advance(30);

        Assert.Equal(("1", "0", "0"), await CountsAsync(url));
        await Cloud.SettleAsync();
        Assert.Equal(("1", "0", "0"), await CountsAsync(url));
        Assert.Equal(["young"], await BodiesAsync(url));
        Cloud.Advance(100);
        await Cloud.SettleAsync();
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Messages.All, 1)));
    }

    [Fact]
    public async Task A_shorter_retention_holds_for_messages_that_are_there()
    {
        var url = await QueueAsync();
        await SendAsync(url, "old");
        Cloud.Advance(100);
        Assert.Null(await SetAsync(url, "MessageRetentionPeriod", "60"));
        await Cloud.SettleAsync();

        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Messages.All, 1)));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
    }

    [Fact]
    public async Task A_long_poll_ends_when_a_message_comes()
    {
        var url = await QueueAsync();
        var waiting = Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 }).AsTask();
        Assert.False(waiting.IsCompleted);
        await SendAsync(url, "x");

        Assert.Equal("x", (await waiting).Value.Messages![0].Body);
    }

    [Fact]
    public async Task A_long_poll_ends_when_a_hidden_message_is_due()
    {
        var url = await QueueAsync(null, ("ReceiveMessageWaitTimeSeconds", "20"));
        await SendAsync(url, "delayed", delay: 10);
        var waiting = Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url }).AsTask();
        Cloud.Advance(5);
        Assert.False(waiting.IsCompleted);
        Cloud.Advance(5);

        Assert.Equal("delayed", (await waiting).Value.Messages![0].Body);
    }

    [Fact]
    public async Task A_long_poll_ends_on_a_clock_that_runs_when_a_hidden_message_is_due()
    {
        var url = await QueueAsync();
        await SendAsync(url, "delayed", delay: 10);
        Cloud.World.Clock.Set(Cloud.World.Clock.GetUtcNow(), 1000);

        Assert.Equal("delayed", (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 })).Value.Messages![0].Body);
    }

    [Fact]
    public async Task A_long_poll_ends_empty_when_the_clock_passes_its_deadline()
    {
        var url = await QueueAsync();
        var waiting = Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 }).AsTask();
        Cloud.Advance(20);

        Assert.Null((await waiting).Value.Messages);
    }

    [Fact]
    public async Task A_long_poll_ends_when_the_client_goes()
    {
        var url = await QueueAsync();
        using var client = new CancellationTokenSource();
        var waiting = Cloud.CallUntil(client.Token).Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 }).AsTask();
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await SendAsync(url, "not lost");
        Assert.Equal(["not lost"], await BodiesAsync(url));
    }

    [Fact]
    public async Task A_long_poll_ends_when_its_queue_is_deleted()
    {
        var url = await QueueAsync();
        var waiting = Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 }).AsTask();
        await Sqs.DeleteQueueAsync(new DeleteQueueRequest { QueueUrl = url });

        Assert.Equal("QueueDoesNotExist", (await waiting).Error!.Code);
    }
}
