using Unkai.Api.Sqs;
using Unkai.Cloud;

namespace Unkai.Sqs.Tests.Suite;

public abstract class QueueSuite(bool onDisk) : SqsSuite(onDisk)
{
    [Fact]
    public async Task A_queue_url_follows_the_host_that_the_request_came_in_on()
    {
        var url = await QueueAsync("orders");

        Assert.Equal("http://127.0.0.1:4566/123456789012/orders", url);
        Assert.Equal(url, (await Sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "orders" })).Value.QueueUrl);
    }

    [Theory]
    [InlineData("https://sqs.us-east-1.amazonaws.com/123456789012/orders")]
    [InlineData("http://sqs.us-east-1.localhost:4566/123456789012/orders")]
    [InlineData("http://localhost:4566/queue/us-east-1/123456789012/orders")]
    [InlineData("http://localhost:4566/orders")]
    [InlineData("/123456789012/orders")]
    [InlineData("orders")]
    public async Task A_queue_url_may_name_any_host(string url)
    {
        await QueueAsync("orders");

        Assert.Equal("arn:aws:sqs:us-east-1:123456789012:orders", await ArnAsync(url));
    }

    [Fact]
    public async Task Making_a_queue_again_with_the_same_attributes_names_it_and_with_others_fails()
    {
        var url = await QueueAsync("again", ("DelaySeconds", "5"));

        Assert.Equal(url, await QueueAsync("again", ("DelaySeconds", "5")));
        Assert.Equal(url, await QueueAsync("again"));
        var error = (await Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = "again", Attributes = new() { ["DelaySeconds"] = "6" } })).Error!;
        Assert.Equal("QueueNameExists", error.Code);
        Assert.Equal("A queue already exists with the same name and a different value for attribute DelaySeconds", error.Message);
    }

    [Fact]
    public async Task A_deleted_queue_is_gone_and_its_name_is_free_after_60_seconds()
    {
        var url = await QueueAsync("gone");
        await SendAsync(url, "lost");
        Assert.Null((await Sqs.DeleteQueueAsync(new DeleteQueueRequest { QueueUrl = url })).Error);

        var missing = (await Sqs.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "x" })).Error!;
        Assert.Equal(("QueueDoesNotExist", 400, "The specified queue does not exist."), (missing.Code, missing.Status, missing.Message));
        Assert.Equal("QueueDeletedRecently", (await Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = "gone" })).Error!.Code);

        Cloud.Advance(60);
        await QueueAsync("gone");
        Assert.Empty(await ReceiveAsync(url));
    }

    [Theory]
    [InlineData("a b", null)]
    [InlineData("orders.fifo", null)]
    [InlineData("orders", "true")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890x", null)]
    public async Task A_bad_name_is_refused(string name, string? fifo)
    {
        var error = (await Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = name, Attributes = fifo is null ? null : new() { ["FifoQueue"] = fifo } })).Error!;

        Assert.Equal("InvalidParameterValue", error.Code);
    }

    [Theory]
    [InlineData("DelaySeconds", "901", "InvalidAttributeValue")]
    [InlineData("DelaySeconds", "x", "InvalidAttributeValue")]
    [InlineData("MaximumMessageSize", "1023", "InvalidAttributeValue")]
    [InlineData("MaximumMessageSize", "1048577", "InvalidAttributeValue")]
    [InlineData("MessageRetentionPeriod", "59", "InvalidAttributeValue")]
    [InlineData("MessageRetentionPeriod", "1209601", "InvalidAttributeValue")]
    [InlineData("ReceiveMessageWaitTimeSeconds", "21", "InvalidAttributeValue")]
    [InlineData("VisibilityTimeout", "43201", "InvalidAttributeValue")]
    [InlineData("Policy", "{", "InvalidAttributeValue")]
    [InlineData("FifoQueue", "false", "InvalidAttributeName")]
    [InlineData("ContentBasedDeduplication", "true", "InvalidAttributeName")]
    [InlineData("QueueArn", "x", "InvalidAttributeName")]
    [InlineData("Colour", "red", "InvalidAttributeName")]
    [InlineData("KmsMasterKeyId", "alias/aws/sqs", "NotImplemented")]
    [InlineData("RedrivePolicy", "[]", "InvalidParameterValue")]
    [InlineData("RedrivePolicy", """{"maxReceiveCount":1}""", "InvalidParameterValue")]
    [InlineData("RedrivePolicy", """{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:none","maxReceiveCount":1}""", "InvalidParameterValue")]
    [InlineData("RedriveAllowPolicy", """{"redrivePermission":"byQueue"}""", "InvalidParameterValue")]
    public async Task A_bad_attribute_is_refused_and_changes_nothing(string name, string value, string code)
    {
        var url = await QueueAsync();
        var before = await AttributesAsync(url, "All");

        Assert.Equal(code, (await SetAsync(url, name, value))!.Code);
        Assert.Equal(before, await AttributesAsync(url, "All"));
        Assert.Equal(code, (await Sqs.CreateQueueAsync(new CreateQueueRequest { QueueName = Cloud.Name(), Attributes = new() { [name] = value } })).Error!.Code);
    }

    [Fact]
    public async Task All_attributes_have_their_defaults()
    {
        var url = await QueueAsync("plain");

        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["ApproximateNumberOfMessages"] = "0",
                ["ApproximateNumberOfMessagesDelayed"] = "0",
                ["ApproximateNumberOfMessagesNotVisible"] = "0",
                ["CreatedTimestamp"] = "1893456000",
                ["DelaySeconds"] = "0",
                ["LastModifiedTimestamp"] = "1893456000",
                ["MaximumMessageSize"] = "1048576",
                ["MessageRetentionPeriod"] = "345600",
                ["QueueArn"] = "arn:aws:sqs:us-east-1:123456789012:plain",
                ["ReceiveMessageWaitTimeSeconds"] = "0",
                ["SqsManagedSseEnabled"] = "true",
                ["VisibilityTimeout"] = "30",
            },
            new SortedDictionary<string, string>((await AttributesAsync(url, "All"))!));
        Assert.Equal(["VisibilityTimeout"], (await AttributesAsync(url, "VisibilityTimeout", "Policy"))!.Keys);
        Assert.Null(await AttributesAsync(url));
        Assert.Equal("InvalidAttributeName", (await Sqs.GetQueueAttributesAsync(new GetQueueAttributesRequest { QueueUrl = url, AttributeNames = ["Foo"] })).Error!.Code);
    }

    [Fact]
    public async Task Queues_are_listed_by_prefix_in_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            await QueueAsync($"list-{i}");
        }

        await QueueAsync("other");
        Assert.Equal(6, (await Sqs.ListQueuesAsync(new ListQueuesRequest())).Value.QueueUrls!.Count);
        Assert.Null((await Sqs.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = "x" })).Value.QueueUrls);

        var names = new List<string>();
        string? token = null;
        do
        {
            var page = (await Sqs.ListQueuesAsync(new ListQueuesRequest { QueueNamePrefix = "list", MaxResults = 2, NextToken = token })).Value;
            names.AddRange(page.QueueUrls!.Select(url => url[^1..]));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(["0", "1", "2", "3", "4"], names);
        Assert.Equal("InvalidParameterValue", (await Sqs.ListQueuesAsync(new ListQueuesRequest { MaxResults = 1001 })).Error!.Code);
    }

    [Fact]
    public async Task Another_account_s_queue_is_reached_by_its_owner_s_id()
    {
        await QueueAsync("shared");
        var other = Cloud.Call("210987654321").Sqs;

        Assert.Equal("QueueDoesNotExist", (await other.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "shared" })).Error!.Code);
        var url = (await other.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = "shared", QueueOwnerAWSAccountId = "123456789012" })).Value.QueueUrl!;
        Assert.Null((await other.SendMessageAsync(new SendMessageRequest { QueueUrl = url, MessageBody = "hello" })).Error);
        Assert.Equal("210987654321", Assert.Single(await ReceiveAsync(url)).Attributes!["SenderId"]);
    }

    [Fact]
    public async Task A_purge_removes_all_and_is_refused_within_60_seconds()
    {
        var url = await QueueAsync();
        await SendAsync(url, "seen");
        var seen = Assert.Single(await ReceiveAsync(url));
        await SendAsync(url, "waiting");
        await SendAsync(url, "delayed", delay: 60);

        Assert.Null((await Sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = url })).Error);
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        Assert.Null(await DeleteAsync(url, seen));
        Assert.Equal(("0", "0", "0"), await CountsAsync(url));
        var error = (await Sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = url })).Error!;
        Assert.Equal(("PurgeQueueInProgress", 403), (error.Code, error.Status));

        await SendAsync(url, "new");
        Assert.Equal(["new"], await BodiesAsync(url));
        Cloud.Advance(60);
        Assert.Null((await Sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = url })).Error);
    }

    [Fact]
    public async Task Tags_come_and_go()
    {
        var url = await QueueAsync();
        Assert.Null((await Sqs.TagQueueAsync(new TagQueueRequest { QueueUrl = url, Tags = new() { ["a"] = "1", ["b"] = "2" } })).Error);
        Assert.Null((await Sqs.TagQueueAsync(new TagQueueRequest { QueueUrl = url, Tags = new() { ["b"] = "3" } })).Error);
        Assert.Null((await Sqs.UntagQueueAsync(new UntagQueueRequest { QueueUrl = url, TagKeys = ["a", "none"] })).Error);

        Assert.Equal(new Dictionary<string, string> { ["b"] = "3" }, (await Sqs.ListQueueTagsAsync(new ListQueueTagsRequest { QueueUrl = url })).Value.Tags);
        Assert.Equal("InvalidParameterValue", (await Sqs.TagQueueAsync(new TagQueueRequest { QueueUrl = url, Tags = new() { ["aws:x"] = "1" } })).Error!.Code);
        Assert.Equal("MissingParameter", (await Sqs.TagQueueAsync(new TagQueueRequest { QueueUrl = url })).Error!.Code);
    }

    [Fact]
    public async Task A_permission_is_a_statement_of_the_policy()
    {
        var url = await QueueAsync("permitted");
        var added = await Sqs.AddPermissionAsync(new AddPermissionRequest { QueueUrl = url, Label = "send", AWSAccountIds = ["210987654321"], Actions = ["SendMessage"] });
        Assert.Null(added.Error);

        Assert.Equal(
            """{"Version":"2012-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:permitted/SQSDefaultPolicy","Statement":[{"Sid":"send","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::210987654321:root"},"Action":"SQS:SendMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:permitted"}]}""",
            (await AttributesAsync(url, "Policy"))!["Policy"]);
        Assert.Equal("InvalidParameterValue", (await Sqs.AddPermissionAsync(new AddPermissionRequest { QueueUrl = url, Label = "send", AWSAccountIds = ["210987654321"], Actions = ["*"] })).Error!.Code);
        Assert.Equal("InvalidParameterValue", (await Sqs.AddPermissionAsync(new AddPermissionRequest { QueueUrl = url, Label = "x", AWSAccountIds = ["210987654321"], Actions = ["Fly"] })).Error!.Code);
        Assert.Equal("OverLimit", (await Sqs.AddPermissionAsync(new AddPermissionRequest
        {
            QueueUrl = url,
            Label = "x",
            AWSAccountIds = ["210987654321"],
            Actions = ["SendMessage", "ReceiveMessage", "DeleteMessage", "PurgeQueue", "GetQueueUrl", "DeleteQueue", "TagQueue", "UntagQueue"],
        })).Error!.Code);

        Assert.Null((await Sqs.RemovePermissionAsync(new RemovePermissionRequest { QueueUrl = url, Label = "send" })).Error);
        Assert.Null(await AttributesAsync(url, "Policy"));
        Assert.Equal("InvalidParameterValue", (await Sqs.RemovePermissionAsync(new RemovePermissionRequest { QueueUrl = url, Label = "send" })).Error!.Code);
    }

    [Fact]
    public async Task A_request_without_a_queue_url_is_refused()
    {
        Assert.Equal("MissingParameter", (await Sqs.SendMessageAsync(new SendMessageRequest { MessageBody = "x" })).Error!.Code);
        Assert.Equal("InvalidAddress", (await Sqs.PurgeQueueAsync(new PurgeQueueRequest { QueueUrl = "http://localhost/" })).Error!.Code);
    }
}
