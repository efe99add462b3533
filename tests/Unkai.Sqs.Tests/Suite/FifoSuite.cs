using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

public abstract class FifoSuite(bool onDisk) : SqsSuite(onDisk)
{
    [Fact]
    public async Task What_a_FIFO_queue_needs_is_asked_for()
    {
        var url = await FifoAsync();
        async Task<string> CodeAsync(SendMessageRequest request) => (await Sqs.SendMessageAsync(request)).Error!.Code;

        Assert.Equal("MissingParameter", await CodeAsync(new() { QueueUrl = url, MessageBody = "x", MessageDeduplicationId = "d" }));
        Assert.Equal("InvalidParameterValue", await CodeAsync(new() { QueueUrl = url, MessageBody = "x", MessageGroupId = "g" }));
        Assert.Equal("InvalidParameterValue", await CodeAsync(new() { QueueUrl = url, MessageBody = "x", MessageGroupId = "a b", MessageDeduplicationId = "d" }));
        Assert.Equal("InvalidParameterValue", await CodeAsync(new() { QueueUrl = url, MessageBody = "x", MessageGroupId = new('g', 129), MessageDeduplicationId = "d" }));
        Assert.Equal("InvalidParameterValue", await CodeAsync(new() { QueueUrl = url, MessageBody = "x", MessageGroupId = "g", MessageDeduplicationId = "d", DelaySeconds = 5 }));
        Assert.Equal("InvalidAttributeValue", (await SetAsync(url, "FifoThroughputLimit", "perMessageGroupId"))!.Code);
        Assert.Equal("InvalidAttributeValue", (await SetAsync(url, "FifoQueue", "false"))!.Code);
        Assert.Null(await SetAsync(url, "DeduplicationScope", "messageGroup"));
        Assert.Null(await SetAsync(url, "FifoThroughputLimit", "perMessageGroupId"));
    }

    [Fact]
    public async Task A_group_keeps_its_order_and_waits_for_its_messages_in_flight()
    {
        var url = await FifoAsync();
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(url, $"a{i}", "a");
            await SendAsync(url, $"b{i}", "b");
        }

        var first = await ReceiveAsync(url, 2);
        Assert.Equal(["a0", "a1"], first.Select(message => message.Body));
        Assert.Equal(["b0", "b1", "b2"], await BodiesAsync(url, visibility: 1000));
        Assert.Equal(("1", "5", "0"), await CountsAsync(url));

        Assert.Null(await DeleteAsync(url, first[0]));
        Assert.Empty(await ReceiveAsync(url));
        Assert.Null(await DeleteAsync(url, first[1]));
        Assert.Equal(["a2"], await BodiesAsync(url));
    }

    [Fact]
    public async Task What_was_not_deleted_comes_again_in_order()
    {
        var url = await FifoAsync();
        for (var i = 0; i < 3; i++)
        {
            await SendAsync(url, $"{i}", "g");
        }

        var first = await ReceiveAsync(url, 2);
        await DeleteAsync(url, first[0]);
        Cloud.Advance(30);
        Assert.Equal(["1", "2"], await BodiesAsync(url));
    }

    [Fact]
    public async Task A_receipt_is_good_only_while_its_message_is_in_flight()
    {
        var url = await FifoAsync();
        await SendAsync(url, "x", "g");
        var first = Assert.Single(await ReceiveAsync(url));
        Cloud.Advance(30);

        Assert.Contains("The receipt handle has expired", (await DeleteAsync(url, first))!.Message, StringComparison.Ordinal);
        var second = Assert.Single(await ReceiveAsync(url));
        Assert.Equal("InvalidParameterValue", (await DeleteAsync(url, first))!.Code);
        Assert.Equal("InvalidParameterValue", (await HideAsync(url, first, 5))!.Code);
        Assert.Null(await DeleteAsync(url, second));
        Assert.Null(await DeleteAsync(url, second));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.ReadyGroups.All, 1)));
    }

    [Fact]
    public async Task Visibility_0_gives_the_group_back_at_once()
    {
        var url = await FifoAsync();
        await SendAsync(url, "x", "g");
        var message = Assert.Single(await ReceiveAsync(url));
        Assert.Null(await HideAsync(url, message, 0));
        Assert.Single(await ReceiveAsync(url, visibility: 0));
        Assert.Equal("3", Assert.Single(await ReceiveAsync(url)).Attributes!["ApproximateReceiveCount"]);
    }

    [Fact]
    public async Task A_duplicate_within_five_minutes_succeeds_and_adds_nothing()
    {
        var url = await FifoAsync();
        var first = await SendAsync(url, "one", "g", "id");
        Assert.Null(await DeleteAsync(url, Assert.Single(await ReceiveAsync(url))));
        Cloud.Advance(299);
        var second = await SendAsync(url, "two", "h", "id");

        Assert.Equal((first.MessageId, first.SequenceNumber), (second.MessageId, second.SequenceNumber));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Cloud.Advance(1);
        var third = await SendAsync(url, "three", "g", "id");
        Assert.NotEqual(first.MessageId, third.MessageId);
        Assert.Equal(["three"], await BodiesAsync(url));
    }

    [Fact]
    public async Task Content_is_its_own_deduplication_id_where_the_queue_says_so()
    {
        var url = await FifoAsync(("ContentBasedDeduplication", "true"));
        async Task<string> IdAsync(string body, string? id = null) =>
            (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = body, MessageGroupId = "g", MessageDeduplicationId = id })).Value.MessageId!;

        var first = await IdAsync("hello");
        Assert.Equal(first, await IdAsync("hello"));
        Assert.Equal(first, await IdAsync("other", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"));
        Assert.NotEqual(first, await IdAsync("hello", "own"));
        Assert.Equal(
            ["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", "own"],
            (await ReceiveAsync(url)).Select(message => message.Attributes!["MessageDeduplicationId"]));
    }

    [Fact]
    public async Task The_scope_of_deduplication_can_be_the_group()
    {
        var url = await FifoAsync(("DeduplicationScope", "messageGroup"));
        await SendAsync(url, "1", "g", "id");
        await SendAsync(url, "2", "h", "id");
        await SendAsync(url, "3", "h", "id");

        Assert.Equal(["1", "2"], (await BodiesAsync(url)).Order());
    }

    [Fact]
    public async Task Sequence_numbers_have_twenty_digits_and_grow()
    {
        var url = await FifoAsync();
        var batch = (await Sqs.SendMessageBatchAsync(new SendMessageBatchRequest
        {
            QueueUrl = url,
            Entries = [.. Enumerable.Range(0, 10).Select(i => new SendMessageBatchRequestEntry { Id = $"{i}", MessageBody = $"{i}", MessageGroupId = "g", MessageDeduplicationId = $"{i / 2}" })],
        })).Value.Successful!;
        var later = await SendAsync(url, "later", "g");

        var sent = batch.Where((_, i) => i % 2 == 0).Select(entry => entry.SequenceNumber!).Append(later.SequenceNumber!).ToList();
        Assert.Equal(batch[0].SequenceNumber, batch[1].SequenceNumber);
        Assert.Equal(sent.Distinct().Order(StringComparer.Ordinal), sent);
        Assert.All(sent, number => Assert.Equal(20, number.Length));
        var received = await ReceiveAsync(url);
        Assert.Equal(["0", "2", "4", "6", "8", "later"], received.Select(message => message.Body));
        Assert.Equal(sent, received.Select(message => message.Attributes!["SequenceNumber"]));
        Assert.All(received, message => Assert.Equal("g", message.Attributes!["MessageGroupId"]));
    }

    [Fact]
    public async Task The_same_attempt_receives_the_same_messages_until_one_is_touched()
    {
        var url = await FifoAsync();
        await SendAsync(url, "1", "g");
        await SendAsync(url, "2", "g");
        var first = await ReceiveAsync(url, attempt: "try");
        Cloud.Advance(20);
        var again = await ReceiveAsync(url, attempt: "try");
        Assert.Equal(first.Select(message => message.ReceiptHandle), again.Select(message => message.ReceiptHandle));

        // The retry has hidden them anew.
        Cloud.Advance(20);
        Assert.Empty(await ReceiveAsync(url));
        Assert.Null(await DeleteAsync(url, again[0]));
        Assert.Empty(await ReceiveAsync(url, attempt: "try"));
        Assert.Equal("InvalidParameterValue", (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = await QueueAsync(), ReceiveRequestAttemptId = "a" })).Error!.Code);
        Assert.Equal("InvalidParameterValue", (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, ReceiveRequestAttemptId = "a b" })).Error!.Code);
    }

    [Fact]
    public async Task The_queue_s_delay_delays_and_a_long_poll_waits_for_it()
    {
        var url = await FifoAsync(("DelaySeconds", "10"));
        await SendAsync(url, "x", "g");
        Assert.Equal(("0", "0", "1"), await CountsAsync(url));
        var waiting = Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, WaitTimeSeconds = 20 }).AsTask();
        Cloud.Advance(10);

        Assert.Equal("x", (await waiting).Value.Messages![0].Body);
    }

    [Fact]
    public async Task Retention_and_purge_leave_nothing_behind()
    {
        var url = await FifoAsync(("MessageRetentionPeriod", "60"));
        await SendAsync(url, "1", "g");
        await SendAsync(url, "2", "h");
        await ReceiveAsync(url, 1);
        Cloud.Advance(30);
        await SendAsync(url, "3", "g");
        Cloud.Advance(30);
        await Cloud.SettleAsync();
        Assert.Equal(("1", "0", "0"), await CountsAsync(url));
        Assert.Equal(["3"], await BodiesAsync(url));

        await Sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = url });
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        await SendAsync(url, "4", "g");
        Assert.Equal(["4"], await BodiesAsync(url));
        Cloud.Advance(400);
        await Cloud.SettleAsync();
        Cloud.Advance(3600);
        await Cloud.SettleAsync();
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Deduplications.All, 1)));
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Groups.All, 1)));
    }
}
