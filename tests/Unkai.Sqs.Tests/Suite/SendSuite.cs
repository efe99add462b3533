using System.Text;
using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

public abstract class SendSuite(bool onDisk) : SqsSuite(onDisk)
{
    private const int SizeMax = 1_048_576;

    [Fact]
    public async Task A_message_comes_back_as_it_was_sent()
    {
        var url = await QueueAsync();
        var sent = (await Sqs.SendMessageAsync(new SendMessageRequest
        {
            QueueUrl = url,
            MessageBody = "hello 雲海 😀\r\n",
            MessageGroupId = "tenant",
            MessageAttributes = new()
            {
                ["b"] = new() { DataType = "Binary.png", BinaryValue = new byte[] { 1, 2, 3 } },
                ["a"] = new() { DataType = "String", StringValue = "x" },
                ["n"] = new() { DataType = "Number.int", StringValue = "-1.5e3" },
            },
            MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "Root=1-5759e988-bd862e3fe1be46a994272793" } },
        })).Value;

        var message = Assert.Single(await ReceiveAsync(url));
        Assert.Equal((sent.MessageId, "hello 雲海 😀\r\n", sent.MD5OfMessageBody, sent.MD5OfMessageAttributes), (message.MessageId, message.Body, message.MD5OfBody, message.MD5OfMessageAttributes));
        Assert.Equal([1, 2, 3], message.MessageAttributes!["b"].BinaryValue!.Value.ToArray());
        Assert.Equal(("Number.int", "-1.5e3"), (message.MessageAttributes["n"].DataType, message.MessageAttributes["n"].StringValue));
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["AWSTraceHeader"] = "Root=1-5759e988-bd862e3fe1be46a994272793",
                ["ApproximateFirstReceiveTimestamp"] = "1893456000000",
                ["ApproximateReceiveCount"] = "1",
                ["MessageGroupId"] = "tenant",
                ["SenderId"] = "123456789012",
                ["SentTimestamp"] = "1893456000000",
            },
            new SortedDictionary<string, string>(message.Attributes!));
    }

    [Fact]
    public async Task MD5s_are_what_clients_compute()
    {
        var url = await QueueAsync();
        var sent = (await Sqs.SendMessageAsync(new SendMessageRequest
        {
            QueueUrl = url,
            MessageBody = "hello",
            MessageAttributes = new() { ["test_attribute_name_1"] = new() { DataType = "String", StringValue = "test_attribute_value_1" } },
            MessageSystemAttributes = new() { ["AWSTraceHeader"] = new() { DataType = "String", StringValue = "t" } },
        })).Value;

        Assert.Equal("5d41402abc4b2a76b9719d911017c592", sent.MD5OfMessageBody);
        Assert.Equal(Digest(1, "test_attribute_name_1", "String", "test_attribute_value_1"), sent.MD5OfMessageAttributes);
        Assert.Equal(Digest(1, "AWSTraceHeader", "String", "t"), sent.MD5OfMessageSystemAttributes);
        Assert.Null((await SendAsync(url, "plain")).MD5OfMessageAttributes);

        static string Digest(byte transport, string name, string type, string value)
        {
            byte[] Part(string text) => [0, 0, 0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
            byte[] bytes = [.. Part(name), .. Part(type), transport, .. Part(value)];
#pragma warning disable CA5351 // The digest that SQS documents.
            return Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(bytes));
#pragma warning restore CA5351
        }
    }

    [Theory]
    [InlineData("All", "a.x,a.y,b")]
    [InlineData(".*", "a.x,a.y,b")]
    [InlineData("a.*", "a.x,a.y")]
    [InlineData("b", "b")]
    [InlineData("c", null)]
    public async Task Message_attributes_are_returned_as_asked(string asked, string? names)
    {
        var url = await QueueAsync();
        await Sqs.SendMessageAsync(new SendMessageRequest
        {
            QueueUrl = url,
            MessageBody = "x",
            MessageAttributes = "b,a.x,a.y".Split(',').ToDictionary(name => name, _ => new MessageAttributeValue { DataType = "String", StringValue = "v" }),
        });

        var message = (await Sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = url, MessageAttributeNames = [asked] })).Value.Messages![0];
        Assert.Equal(names, message.MessageAttributes is null ? null : string.Join(',', message.MessageAttributes.Keys.Order()));
        Assert.Equal(names is null, message.MD5OfMessageAttributes is null);
        Assert.Null(message.Attributes);
    }

    [Theory]
    [InlineData("", "MissingParameter")]
    [InlineData("a\u0001b", "InvalidMessageContents")]
    [InlineData("a\uFFFF", "InvalidMessageContents")]
    public async Task A_bad_body_is_refused_and_nothing_is_stored(string body, string code)
    {
        var url = await QueueAsync();

        Assert.Equal(code, (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = body })).Error!.Code);
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused()
    {
        // Not a row of a theory: xunit cannot carry such text.
        var url = await QueueAsync();

        Assert.Equal("InvalidMessageContents", (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "a\uDC00\uD800" })).Error!.Code);
    }

    [Fact]
    public async Task The_largest_message_is_taken_and_one_byte_more_is_not()
    {
        var url = await QueueAsync();
        var body = string.Create(SizeMax, 0, static (span, _) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = (char)('a' + (i % 26));
            }
        });
        Assert.Equal("One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.", (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = body + "x" })).Error!.Message);

        await SendAsync(url, body);
        var message = Assert.Single(await ReceiveAsync(url, visibility: 0));
        Assert.Equal(body, message.Body);
        message = Assert.Single(await ReceiveAsync(url));
        Assert.Equal(body, message.Body);
        Assert.Null(await DeleteAsync(url, message));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Empty(await Cloud.Call().ReadAsync(snapshot => snapshot.RangeAsync(SqsTables.Parts.All, 1)));
    }

    [Fact]
    public async Task Attributes_count_towards_the_size_that_the_queue_allows()
    {
        var url = await QueueAsync(null, ("MaximumMessageSize", "1024"));
        var attributes = new Dictionary<string, MessageAttributeValue> { ["k"] = new() { DataType = "String", StringValue = "v" } };

        Assert.Null((await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = new('x', 1016), MessageAttributes = attributes })).Error);
        Assert.Equal("InvalidParameterValue", (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = new('x', 1017), MessageAttributes = attributes })).Error!.Code);
    }

    public static TheoryData<string, string?, string?, bool> BadAttributes => new()
    {
        { "a b", "String", "v", false },
        { ".a", "String", "v", false },
        { "a..b", "String", "v", false },
        { "AWS.x", "String", "v", false },
        { "amazon.x", "String", "v", false },
        { "a", null, "v", false },
        { "a", "Text", "v", false },
        { "a", "String", null, false },
        { "a", "String", "", false },
        { "a", "Number", "x", false },
        { "a", "Binary", "v", false },
        { "a", "String", null, true },
    };

    [Theory]
    [MemberData(nameof(BadAttributes))]
    public async Task A_bad_attribute_is_refused(string name, string? type, string? text, bool isBinary)
    {
        var url = await QueueAsync();
        var value = new MessageAttributeValue { DataType = type, StringValue = text };
        if (isBinary)
        {
            value.BinaryValue = new byte[] { 1 };
        }

        var error = (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "x", MessageAttributes = new() { [name] = value } })).Error!;
        Assert.Equal("InvalidParameterValue", error.Code);
    }

    [Fact]
    public async Task Eleven_attributes_are_too_many()
    {
        var url = await QueueAsync();
        var attributes = Enumerable.Range(0, 11).ToDictionary(i => $"a{i}", _ => new MessageAttributeValue { DataType = "String", StringValue = "v" });

        Assert.Equal("InvalidParameterValue", (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "x", MessageAttributes = attributes })).Error!.Code);
    }

    [Fact]
    public async Task Delay_out_of_range_is_refused_and_nothing_is_stored()
    {
        var url = await QueueAsync();

        var error = (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "x", DelaySeconds = 901 })).Error!;
        Assert.Equal("Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.", error.Message);
        Assert.Equal("InvalidParameterValue", (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "x", MessageDeduplicationId = "d" })).Error!.Code);
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
    }

    [Fact]
    public async Task A_delayed_message_comes_when_its_time_has_come()
    {
        var url = await QueueAsync(null, ("DelaySeconds", "10"));
        await SendAsync(url, "queue's");
        await SendAsync(url, "own", delay: 20);
        await SendAsync(url, "none", delay: 0);

        Assert.Equal(("1", "0", "2"), await CountsAsync(url));
        Assert.Equal(["none"], await BodiesAsync(url, visibility: 1000));
        Cloud.Advance(10);
        Assert.Equal(("1", "1", "1"), await CountsAsync(url));
        Assert.Equal(["queue's"], await BodiesAsync(url, visibility: 1000));
        Cloud.Advance(10);
        Assert.Equal(["own"], await BodiesAsync(url));
    }

    [Fact]
    public async Task In_a_batch_each_entry_succeeds_or_fails_for_itself()
    {
        var url = await QueueAsync();
        var result = (await Sqs.SendMessageBatchAsync(new SendMessageBatchRequest
        {
            QueueUrl = url,
            Entries = [new() { Id = "good", MessageBody = "1" }, new() { Id = "bad", MessageBody = "\u0002" }, new() { Id = "late", MessageBody = "2", DelaySeconds = 5 }],
        })).Value;

        Assert.Equal(["good", "late"], result.Successful!.Select(entry => entry.Id));
        Assert.Equal("c4ca4238a0b923820dcc509a6f75849b", result.Successful![0].MD5OfMessageBody);
        var failed = Assert.Single(result.Failed!);
        Assert.Equal(("bad", "InvalidMessageContents", true), (failed.Id, failed.Code, failed.SenderFault));
        Assert.Equal(("1", "0", "1"), await CountsAsync(url));
    }

    [Fact]
    public async Task A_batch_as_a_whole_keeps_the_rules_of_batches()
    {
        var url = await QueueAsync();
        async Task<string> CodeAsync(params SendMessageBatchRequestEntry[] entries) => (await Sqs.SendMessageBatchAsync(new SendMessageBatchRequest { QueueUrl = url, Entries = [.. entries] })).Error!.Code;
        SendMessageBatchRequestEntry Entry(string id, string body = "x") => new() { Id = id, MessageBody = body };

        Assert.Equal("EmptyBatchRequest", await CodeAsync());
        Assert.Equal("TooManyEntriesInBatchRequest", await CodeAsync([.. Enumerable.Range(0, 11).Select(i => Entry($"{i}"))]));
        Assert.Equal("BatchEntryIdsNotDistinct", await CodeAsync(Entry("a"), Entry("a")));
        Assert.Equal("InvalidBatchEntryId", await CodeAsync(Entry("a b")));
        Assert.Equal("InvalidBatchEntryId", await CodeAsync(Entry(new string('a', 81))));
        Assert.Equal("BatchRequestTooLong", await CodeAsync(Entry("a", new string('x', SizeMax / 2)), Entry("b", new string('x', (SizeMax / 2) + 1))));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
    }
}
