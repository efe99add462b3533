using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

public abstract class RedriveSuite(bool onDisk) : SqsSuite(onDisk)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_goes_to_the_dead_letter_queue_on_the_receive_that_would_be_one_too_many(bool isFifo)
    {
        var (url, dead) = await PairAsync(isFifo);
        var sent = await SendAsync(url, "poison", isFifo ? "g" : null);
        for (var i = 0; i < 2; i++)
        {
            Assert.Single(await ReceiveAsync(url, visibility: 1));
            Cloud.Advance(1);
        }

        Assert.Empty(await ReceiveAsync(url));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Equal(("1", "0", "0"), await CountsAsync(dead));
        var letter = Assert.Single(await ReceiveAsync(dead));
        Assert.Equal((sent.MessageId, "poison", "1893456000000"), (letter.MessageId, letter.Body, letter.Attributes!["SentTimestamp"]));
        Assert.Equal((await ArnAsync(url), "3"), (letter.Attributes["DeadLetterQueueSourceArn"], letter.Attributes["ApproximateReceiveCount"]));
        Assert.Null(await DeleteAsync(dead, letter));
        Assert.Equal(("0", "0", "0"), await CountsAsync(dead));
    }

    [Fact]
    public async Task A_receive_goes_on_behind_the_dead_letters()
    {
        var (url, _) = await PairAsync(isFifo: false);
        await SendAsync(url, new string('p', 100_000));
        await ReceiveAsync(url, visibility: 0);
        await ReceiveAsync(url, visibility: 0);
        await SendAsync(url, "fresh");

        Assert.Equal(["fresh"], await BodiesAsync(url));
    }

    [Fact]
    public async Task Without_its_dead_letter_queue_a_message_is_delivered_on()
    {
        var (url, dead) = await PairAsync(isFifo: false);
        await SendAsync(url, "x");
        await Sqs.DeleteQueueAsync(new DeleteQueueRequest { QueueUrl = dead });
        for (var i = 0; i < 5; i++)
        {
            Assert.Single(await ReceiveAsync(url, visibility: 0));
        }
    }

    [Fact]
    public async Task Sources_of_a_dead_letter_queue_are_listed()
    {
        var (url, dead) = await PairAsync(isFifo: false);
        await QueueAsync();

        Assert.Equal([url], (await Sqs.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest { QueueUrl = dead })).Value.QueueUrls);
        Assert.Equal("QueueDoesNotExist", (await Sqs.ListDeadLetterSourceQueuesAsync(new ListDeadLetterSourceQueuesRequest { QueueUrl = "none" })).Error!.Code);
    }

    [Fact]
    public async Task The_redrive_allow_policy_counts()
    {
        var dead = await QueueAsync("dead");
        var arn = await ArnAsync(dead);
        var policy = $$"""{"deadLetterTargetArn":"{{arn}}","maxReceiveCount":"2"}""";
        Assert.Null(await SetAsync(dead, "RedriveAllowPolicy", """{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:123456789012:friend"]}"""));

        Assert.Equal("InvalidParameterValue", (await SetAsync(await QueueAsync("stranger"), "RedrivePolicy", policy))!.Code);
        Assert.Null(await SetAsync(await QueueAsync("friend"), "RedrivePolicy", policy));
        Assert.Null(await SetAsync(dead, "RedriveAllowPolicy", """{"redrivePermission":"denyAll"}"""));
        Assert.Equal("InvalidParameterValue", (await SetAsync(await QueueAsync("friend2"), "RedrivePolicy", policy))!.Code);
        Assert.Equal("InvalidParameterValue", (await SetAsync(await FifoAsync(), "RedrivePolicy", policy))!.Code);
        Assert.Equal("InvalidParameterValue", (await SetAsync(await QueueAsync("other"), "RedrivePolicy", policy.Replace("\"2\"", "1001", StringComparison.Ordinal)))!.Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_move_task_takes_messages_back_where_they_came_from_as_new_ones(bool isFifo)
    {
        var (url, dead) = await PairAsync(isFifo);
        await DieAsync(url, isFifo, "a", "b", "c");
        Cloud.Advance(50);
        var handle = (await StartAsync(dead)).Value.TaskHandle!;
        Assert.Equal(("RUNNING", handle, 3L), await TaskAsync(dead));
        Assert.Equal("UnsupportedOperation", (await StartAsync(dead)).Error!.Code);
        await Cloud.SettleAsync();

        Assert.Equal(("COMPLETED", null, 3L), await TaskAsync(dead));
        Assert.Equal(("0", "0", "0"), await CountsAsync(dead));
        var messages = await ReceiveAsync(url);
        Assert.Equal(["a", "b", "c"], messages.Select(message => message.Body).Order());
        Assert.All(messages, message => Assert.False(message.Attributes!.ContainsKey("DeadLetterQueueSourceArn")));
        Assert.All(messages, message => Assert.Equal("1", message.Attributes!["ApproximateReceiveCount"]));
    }

    [Fact]
    public async Task A_move_task_keeps_its_rate_and_can_be_cancelled()
    {
        var (url, dead) = await PairAsync(isFifo: false);
        var other = await QueueAsync();
        await DieAsync(url, false, [.. Enumerable.Range(0, 6).Select(i => $"{i}")]);
        var handle = (await StartAsync(dead, await ArnAsync(other), 2)).Value.TaskHandle!;
        await Cloud.SettleAsync();
        Assert.Equal(("2", "0", "0"), await CountsAsync(other));
        Cloud.Advance(1);
        await Cloud.SettleAsync();
        Assert.Equal(("4", "0", "0"), await CountsAsync(other));

        var cancelled = await Sqs.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = handle });
        Assert.Equal(4, cancelled.Value.ApproximateNumberOfMessagesMoved);
        Assert.Equal("CANCELLING", (await TaskAsync(dead)).Status);
        Cloud.Advance(1);
        await Cloud.SettleAsync();
        Assert.Equal(("4", "0", "0"), await CountsAsync(other));
        Assert.Equal("CANCELLED", (await TaskAsync(dead)).Status);
        Assert.Equal("UnsupportedOperation", (await Sqs.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = handle })).Error!.Code);
        Assert.Equal("InvalidParameterValue", (await Sqs.CancelMessageMoveTaskAsync(new CancelMessageMoveTaskRequest { TaskHandle = "x" })).Error!.Code);
    }

    [Fact]
    public async Task A_move_task_fails_on_a_message_that_came_from_nowhere()
    {
        var (_, dead) = await PairAsync(isFifo: false);
        await SendAsync(dead, "direct");
        Assert.Null((await StartAsync(dead)).Error);
        await Cloud.SettleAsync();

        var task = Assert.Single((await Sqs.ListMessageMoveTasksAsync(new ListMessageMoveTasksRequest { SourceArn = await ArnAsync(dead) })).Value.Results!);
        Assert.Equal(("FAILED", "CouldNotDetermineMessageSource"), (task.Status, task.FailureReason));
        Assert.Equal(("1", "0", "0"), await CountsAsync(dead));
    }

    [Fact]
    public async Task A_move_task_that_cannot_be_is_refused()
    {
        var (url, dead) = await PairAsync(isFifo: false);
        var arn = await ArnAsync(dead);

        Assert.Equal("InvalidParameterValue", (await StartAsync(url)).Error!.Code);
        Assert.Equal("InvalidParameterValue", (await StartAsync(dead, arn)).Error!.Code);
        Assert.Equal("InvalidParameterValue", (await StartAsync(dead, null, 501)).Error!.Code);
        Assert.Equal("ResourceNotFoundException", (await StartAsync(dead, arn + "x")).Error!.Code);
        Assert.Equal("ResourceNotFoundException", (await Sqs.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest { SourceArn = arn + "x" })).Error!.Code);
        Assert.Equal("ResourceNotFoundException", (await Sqs.ListMessageMoveTasksAsync(new ListMessageMoveTasksRequest { SourceArn = arn + "x" })).Error!.Code);
        Assert.Equal("MissingParameter", (await Sqs.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest())).Error!.Code);
    }

    private async Task<(string Url, string Dead)> PairAsync(bool isFifo)
    {
        var dead = isFifo ? await FifoAsync() : await QueueAsync();
        var policy = ("RedrivePolicy", $$"""{"deadLetterTargetArn":"{{await ArnAsync(dead)}}","maxReceiveCount":2}""");
        return (isFifo ? await FifoAsync(policy) : await QueueAsync(null, policy), dead);
    }

    private async Task DieAsync(string url, bool isFifo, params string[] bodies)
    {
        foreach (var body in bodies)
        {
            await SendAsync(url, body, isFifo ? "g" : null);
        }

        for (var i = 0; i < 3; i++)
        {
            await ReceiveAsync(url, visibility: 1);
            Cloud.Advance(1);
        }
    }

    private async Task<Unkai.Api.Outcome<StartMessageMoveTaskResult>> StartAsync(string dead, string? destination = null, int? rate = null) =>
        await Sqs.StartMessageMoveTaskAsync(new StartMessageMoveTaskRequest { SourceArn = await ArnAsync(dead), DestinationArn = destination, MaxNumberOfMessagesPerSecond = rate });

    private async Task<(string? Status, string? Handle, long? ToMove)> TaskAsync(string dead)
    {
        var task = (await Sqs.ListMessageMoveTasksAsync(new ListMessageMoveTasksRequest { SourceArn = await ArnAsync(dead) })).Value.Results![0];
        return (task.Status, task.TaskHandle, task.ApproximateNumberOfMessagesToMove);
    }
}
