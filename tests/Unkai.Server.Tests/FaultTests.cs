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
    [InlineData("""{"delay":"2s","delayMean":"1s"}""")]
    [InlineData("""{"delayDeviation":"1s"}""")]
    [InlineData("""{"delayPercentiles":{}}""")]
    [InlineData("""{"delayPercentiles":{"101":"1s"}}""")]
    [InlineData("""{"delayPercentiles":{"50":"1s","99":"20ms"}}""")]
    [InlineData("""{"delayPercentiles":[1]}""")]
    [InlineData("""{"job":"never"}""")]
    [InlineData("""{"job":"late"}""")]
    [InlineData("""{"job":"twice","operation":"SendMessage"}""")]
    [InlineData("""{"error":"X","kind":"s3.notify"}""")]
    [InlineData("""{"disk":"full","service":"sqs"}""")]
    [InlineData("""{"disk":"slow"}""")]
    [InlineData("""{"crash":true,"service":"sqs"}""")]
    [InlineData("""{"crash":1}""")]
    [InlineData("""{"crash":true,"error":"X"}""")]
    [InlineData("""{"error":"X","times":0}""")]
    [InlineData("""{"error":"X","times":1.5}""")]
    public async Task A_rule_that_makes_no_sense_is_refused(string body)
    {
        await using var cloud = await TestCloud.StartAsync();

        var (status, answer) = await cloud.AdminAsync("POST", "worlds/default/faults", body);

        Assert.Equal(400, status);
        Assert.NotEmpty((string)answer["error"]!);
    }

    [Fact]
    public async Task A_rule_hits_so_many_times_and_counts_survive_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("unkai-server-tests-").FullName;
        try
        {
            await using (var cloud = await TestCloud.StartAsync(data))
            {
                await AddAsync(cloud, """{"service":"sqs","error":"X","times":3}""");
                Assert.Equal(400, (await cloud.SqsAsync("test", "ListQueues", new { })).Status);
                Assert.Equal(400, (await cloud.SqsAsync("test", "ListQueues", new { })).Status);
            }

            await using var again = await TestCloud.StartAsync(data);
            Assert.Equal(2, (int)(await again.OrderAsync("GET", "worlds/default/faults"))["faults"]![0]!["hits"]!);
            Assert.Equal(400, (await again.SqsAsync("test", "ListQueues", new { })).Status);
            Assert.Equal(200, (await again.SqsAsync("test", "ListQueues", new { })).Status);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task A_full_disk_refuses_what_writes_and_lets_the_rest_pass_in_its_world_alone()
    {
        await using var cloud = await TestCloud.StartAsync();
        var queue = await cloud.CreateQueueAsync("test", "q");
        await cloud.OrderAsync("POST", "worlds", """{"name":"w","from":"default"}""");
        var rule = await AddAsync(cloud, """{"disk":"full"}""");

        var (status, body) = await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" });
        Assert.Equal(503, status);
        Assert.Contains("No space left", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(200, (await cloud.SqsAsync("test", "GetQueueAttributes", new { QueueUrl = queue })).Status);
        Assert.Equal(200, (await cloud.SqsAsync("test@w", "SendMessage", new { QueueUrl = queue, MessageBody = "m" })).Status);
        await cloud.ClockAsync("default", "freeze");

        await cloud.OrderAsync("DELETE", $"worlds/default/faults/{rule}");
        Assert.Empty(await cloud.ReceiveAsync("test", queue));
        Assert.Equal(200, (await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" })).Status);
    }

    [Fact]
    public async Task A_slow_disk_acknowledges_late_what_it_has_done()
    {
        await using var cloud = await TestCloud.StartAsync();
        var queue = await cloud.CreateQueueAsync("test", "q");
        await AddAsync(cloud, """{"disk":"slow","delay":"1h","times":1}""");

        var slow = cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "m" });

        Assert.Equal(["m"], await cloud.ReceiveAsync("test", queue, waitSeconds: 20));
        Assert.False(slow.IsCompleted);
    }

    [Theory]
    [InlineData("""{"job":"twice","kind":"s3.notify"}""", 2)]
    [InlineData("""{"job":"twice","service":"s3","times":1}""", 2)]
    [InlineData("""{"job":"twice","service":"lambda"}""", 1)]
    public async Task A_job_that_runs_twice_delivers_twice(string rule, int messages)
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        var queue = await NotifyAsync(cloud);
        await AddAsync(cloud, rule);

        await cloud.S3Async("test", HttpMethod.Put, "/bucket/key", "content");
        await cloud.ClockAsync("default", "settle");

        Assert.Equal(messages, (await cloud.ReceiveAsync("test", queue)).Count);
    }

    [Fact]
    public async Task A_job_that_is_late_delivers_by_the_worlds_clock()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        var queue = await NotifyAsync(cloud);
        await AddAsync(cloud, """{"job":"late","kind":"s3.*","delay":"2h"}""");

        await cloud.S3Async("test", HttpMethod.Put, "/bucket/key", "content");
        await cloud.ClockAsync("default", "advance", ""","by":"119m" """);
        Assert.Empty(await cloud.ReceiveAsync("test", queue));
        await cloud.ClockAsync("default", "advance", ""","by":"1m" """);

        Assert.Single(await cloud.ReceiveAsync("test", queue));
    }

    [Fact]
    public async Task A_function_whose_sandbox_dies_ends_as_aws_says_and_lives_again()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.CreateRoleAsync("test");
        await cloud.CreateFunctionAsync("test", "f", "def handler(event, context):\n    return 'well'\n");
        Assert.Equal("\"well\"", await cloud.LambdaAsync("test", "/f/invocations", "{}", "RequestResponse"));
        await AddAsync(cloud, """{"crash":true,"resource":"arn:aws:lambda:*:function:f","times":2}""");

        for (var i = 0; i < 2; i++)
        {
            var crashed = await cloud.LambdaAsync("test", "/f/invocations", "{}", "RequestResponse");
            Assert.Contains("Runtime.ExitError", crashed, StringComparison.Ordinal);
            Assert.Contains("signal: killed", crashed, StringComparison.Ordinal);
        }

        Assert.Equal("\"well\"", await cloud.LambdaAsync("test", "/f/invocations", "{}", "RequestResponse"));
    }

    [Fact]
    public async Task An_event_whose_function_dies_is_retried_as_one_that_failed()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        await cloud.CreateRoleAsync("test");
        await cloud.CreateFunctionAsync("test", "f", "def handler(event, context):\n    return 'well'\n");
        await AddAsync(cloud, """{"crash":true,"times":1}""");

        await cloud.LambdaAsync("test", "/f/invocations", "{}");
        var advanced = await cloud.ClockAsync("default", "advance", ""","by":"1h" """);

        Assert.Equal(2, (int)advanced["invocations"]!);
        Assert.Single(advanced["failures"]!.AsArray());
    }

    [Fact]
    public async Task One_seed_hits_the_same_calls()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        static async Task<string> RunAsync()
        {
            await using var cloud = await TestCloud.StartAsync();
            await cloud.OrderAsync("POST", "worlds", """{"name":"w","seed":11}""");
            await cloud.OrderAsync("POST", "worlds/w/faults", """{"service":"sqs","error":"X","rate":0.3}""");
            var answers = new List<int>();
            for (var i = 0; i < 50; i++)
            {
                answers.Add((await cloud.SqsAsync("test@w", "ListQueues", new { })).Status);
            }

            Assert.InRange(answers.Count(status => status == 400), 5, 30);
            return string.Join(',', answers);
        }
    }

    private static async Task<string> NotifyAsync(TestCloud cloud)
    {
        var queue = await cloud.CreateQueueAsync("test", "q", new() { ["Policy"] = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}""" });
        await cloud.S3Async("test", HttpMethod.Put, "/bucket", null);
        await cloud.S3Async("test", HttpMethod.Put, "/bucket?notification", """
            <NotificationConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:q</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>
            """);
        await cloud.ClockAsync("default", "settle");
        await cloud.SqsAsync("test", "PurgeQueue", new { QueueUrl = queue });
        return queue;
    }

    private static async Task<string> AddAsync(TestCloud cloud, string rule) => (string)(await cloud.OrderAsync("POST", "worlds/default/faults", rule))["id"]!;
}
