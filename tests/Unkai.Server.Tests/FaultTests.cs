namespace Unkai.Server.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task A_rule_hits_its_calls_is_counted_and_ends_when_it_is_removed()
    {
        await using var cloud = await TestCloud.StartAsync();
        var queue = await cloud.CreateQueueAsync("test", "q");
        var rule = await AddAsync(cloud, """{"service":"sqs","operation":"SendMessage","error":"ThrottlingException"}""");

        var (status, body) = await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" });
        Assert.Equal(400, status);
        Assert.EndsWith("ThrottlingException", (string)body["__type"]!, StringComparison.Ordinal);
        Assert.Equal(200, (await cloud.SqsAsync("test", "GetQueueUrl", new { QueueName = "q" })).Status);
        Assert.Equal(1, (int)(await cloud.OrderAsync("GET", "worlds/default/faults"))["faults"]![0]!["hits"]!);

        await cloud.OrderAsync("DELETE", $"worlds/default/faults/{rule}");
        Assert.Equal(200, (await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" })).Status);
        Assert.Equal(404, (await cloud.AdminAsync("DELETE", $"worlds/default/faults/{rule}")).Status);
    }

    [Theory]
    [InlineData("before", 0)]
    [InlineData("after", 1)]
    public async Task A_connection_breaks_before_or_after_the_effect(string drop, int messages)
    {
        await using var cloud = await TestCloud.StartAsync();
        var queue = await cloud.CreateQueueAsync("test", "q");
        await AddAsync(cloud, $$"""{"service":"sqs","operation":"SendMessage","drop":"{{drop}}"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" }));

        Assert.Equal(messages, (await cloud.ReceiveAsync("test", queue)).Count);
    }

    [Fact]
    public async Task A_rule_names_its_resource_and_its_time()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze", ""","at":"2030-01-01T00:00:00Z" """);
        var broken = await cloud.CreateQueueAsync("test", "broken");
        var well = await cloud.CreateQueueAsync("test", "well");
        await AddAsync(cloud, """{"resource":"arn:aws:sqs:*:broken","error":"InternalFailure","until":"2030-01-01T01:00:00Z"}""");

        Assert.Equal(500, (await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = broken, MessageBody = "m" })).Status);
        Assert.Equal(200, (await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = well, MessageBody = "m" })).Status);
        await cloud.ClockAsync("default", "advance", ""","by":"1h" """);

        Assert.Equal(200, (await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = broken, MessageBody = "m" })).Status);
    }

    [Fact]
    public async Task A_fork_has_the_rules_and_removing_them_there_leaves_the_parents()
    {
        await using var cloud = await TestCloud.StartAsync();
        var rule = await AddAsync(cloud, """{"service":"sqs","error":"ThrottlingException","rate":1}""");
        await cloud.OrderAsync("POST", "worlds", """{"name":"w","from":"default"}""");
        Assert.Equal(400, (await cloud.SqsAsync("test@w", "ListQueues", new { })).Status);

        await cloud.OrderAsync("DELETE", $"worlds/w/faults/{rule}");

        Assert.Equal(200, (await cloud.SqsAsync("test@w", "ListQueues", new { })).Status);
        Assert.Equal(400, (await cloud.SqsAsync("test", "ListQueues", new { })).Status);
    }

    [Theory]
    [InlineData("""{"service":"sqs"}""")]
    [InlineData("""{"service":"nothing","error":"X"}""")]
    [InlineData("""{"service":"sqs","operation":"Nothing","error":"X"}""")]
    [InlineData("""{"error":"X","rate":0}""")]
    [InlineData("""{"error":"X","rate":1.5}""")]
    [InlineData("""{"error":"X","drop":"before"}""")]
    [InlineData("""{"drop":"later"}""")]
    [InlineData("""{"error":"X","status":200}""")]
    [InlineData("""{"delay":"2h"}""")]
    [InlineData("""{"delay":"2s","delayMax":"1s"}""")]
    public async Task A_rule_that_makes_no_sense_is_refused(string body)
    {
        await using var cloud = await TestCloud.StartAsync();

        var (status, answer) = await cloud.AdminAsync("POST", "worlds/default/faults", body);

        Assert.Equal(400, status);
        Assert.NotEmpty((string)answer["error"]!);
    }

    private static async Task<string> AddAsync(TestCloud cloud, string rule) => (string)(await cloud.OrderAsync("POST", "worlds/default/faults", rule))["id"]!;
}
