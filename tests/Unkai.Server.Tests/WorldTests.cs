namespace Unkai.Server.Tests;

public sealed class WorldTests
{
    [Fact]
    public async Task A_fork_has_what_its_parent_had_and_neither_sees_the_other_afterwards()
    {
        await using var cloud = await TestCloud.StartAsync();
        var queue = await cloud.CreateQueueAsync("test", "jobs");
        await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "before" });

        await cloud.OrderAsync("POST", "worlds", """{"name":"pr-42","from":"default"}""");
        await cloud.SqsAsync("000000000000@pr-42", "SendMessage", new { QueueUrl = queue, MessageBody = "in the fork" });

        Assert.Equal(["before"], await cloud.ReceiveAsync("test", queue));
        Assert.Equal(["before", "in the fork"], (await cloud.ReceiveAsync("000000000000@pr-42", queue)).Order());
    }

    [Fact]
    public async Task The_key_chooses_account_and_world()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");

        Assert.Contains("/123456789012/q", await cloud.CreateQueueAsync("123456789012@w", "q"), StringComparison.Ordinal);

        Assert.Equal(400, (await cloud.SqsAsync("123456789012", "GetQueueUrl", new { QueueName = "q" })).Status);
        Assert.Equal(200, (await cloud.SqsAsync("123456789012@w", "GetQueueUrl", new { QueueName = "q" })).Status);
        Assert.Equal(200, (await cloud.SqsAsync("123456789012", "GetQueueUrl", new { QueueName = "q" }, header: "w")).Status);
    }

    [Fact]
    public async Task A_port_of_its_own_serves_one_world_and_refuses_keys_of_others()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.OrderAsync("POST", "worlds", """{"name":"other"}""");
        await cloud.CreateQueueAsync("test@w", "q");
        var door = new Uri((string)(await cloud.OrderAsync("POST", "worlds/w/ports", """{"port":0}"""))["address"]!);

        var (status, body) = await cloud.SqsAsync("test", "GetQueueUrl", new { QueueName = "q" }, door);
        Assert.Equal(200, status);
        Assert.StartsWith(door.GetLeftPart(UriPartial.Authority), (string)body["QueueUrl"]!, StringComparison.Ordinal);
        Assert.Equal("WorldMismatch", Code(await cloud.SqsAsync("test@other", "GetQueueUrl", new { QueueName = "q" }, door)));
        Assert.Equal("WorldMismatch", Code(await cloud.SqsAsync("test", "GetQueueUrl", new { QueueName = "q" }, door, "default")));
        Assert.Equal(409, (await cloud.AdminAsync("POST", "worlds/w/ports", $$"""{"port":{{door.Port}}}""")).Status);
    }

    [Fact]
    public async Task A_world_that_is_not_there_and_a_name_that_is_none_are_said()
    {
        await using var cloud = await TestCloud.StartAsync();

        Assert.Equal("WorldNotFound", Code(await cloud.SqsAsync("test@nowhere", "ListQueues", new { })));
        Assert.Equal("InvalidWorldName", Code(await cloud.SqsAsync("test@No/Where", "ListQueues", new { })));
    }

    [Theory]
    [InlineData("POST", "worlds", """{"name":"Bad_Name"}""", 400)]
    [InlineData("POST", "worlds", """{"name":""}""", 400)]
    [InlineData("POST", "worlds", """{}""", 400)]
    [InlineData("POST", "worlds", """{"name":7}""", 400)]
    [InlineData("POST", "worlds", "not json", 400)]
    [InlineData("POST", "worlds", "[]", 400)]
    [InlineData("POST", "worlds", """{"name":"a","seed":-1}""", 400)]
    [InlineData("POST", "worlds", """{"name":"default"}""", 409)]
    [InlineData("POST", "worlds", """{"name":"a","from":"nowhere"}""", 404)]
    [InlineData("DELETE", "worlds/default", null, 409)]
    [InlineData("DELETE", "worlds/nowhere", null, 404)]
    [InlineData("GET", "worlds/..%2f", null, 400)]
    [InlineData("POST", "worlds/nowhere/reset", null, 404)]
    [InlineData("POST", "worlds/default/ports", """{"port":70000}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"stop"}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"advance"}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"advance","by":"soon"}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"advance","by":"999999d"}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"run","rate":0}""", 400)]
    [InlineData("POST", "worlds/default/clock", """{"action":"freeze","at":"yesterday"}""", 400)]
    [InlineData("PUT", "worlds", "{}", 404)]
    public async Task A_bad_order_is_refused_in_words(string method, string path, string? body, int expected)
    {
        await using var cloud = await TestCloud.StartAsync();

        var (status, answer) = await cloud.AdminAsync(method, path, body);

        Assert.Equal(expected, status);
        Assert.NotEmpty((string)answer["error"]!);
    }

    [Fact]
    public async Task A_page_of_another_origin_makes_no_worlds()
    {
        await using var cloud = await TestCloud.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, "/_unkai/worlds")) { Content = new StringContent("""{"name":"w"}""") };
        request.Headers.Add("Origin", "https://example.com");

        using var response = await cloud.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_deleted_world_is_gone_and_one_made_again_is_empty()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.CreateQueueAsync("test@w", "q");

        await cloud.OrderAsync("DELETE", "worlds/w");
        Assert.Equal("WorldNotFound", Code(await cloud.SqsAsync("test@w", "GetQueueUrl", new { QueueName = "q" })));
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");

        Assert.Equal(400, (await cloud.SqsAsync("test@w", "GetQueueUrl", new { QueueName = "q" })).Status);
    }

    [Fact]
    public async Task The_default_world_is_reset_and_its_forks_stay()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.CreateQueueAsync("test", "q");
        await cloud.OrderAsync("POST", "worlds", """{"name":"w","from":"default"}""");

        await cloud.OrderAsync("POST", "worlds/default/reset");

        Assert.Equal(400, (await cloud.SqsAsync("test", "GetQueueUrl", new { QueueName = "q" })).Status);
        Assert.Equal(200, (await cloud.SqsAsync("test@w", "GetQueueUrl", new { QueueName = "q" })).Status);
    }

    [Fact]
    public async Task A_call_under_way_in_a_world_that_is_deleted_ends()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        var queue = await cloud.CreateQueueAsync("test@w", "q");
        var poll = cloud.SqsAsync("test@w", "ReceiveMessage", new { QueueUrl = queue, WaitTimeSeconds = 20 });

        await cloud.OrderAsync("DELETE", "worlds/w");

        Assert.Equal("WorldNotFound", Code(await poll));
    }

    [Fact]
    public async Task Worlds_and_clocks_survive_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("unkai-server-tests-").FullName;
        try
        {
            await using (var cloud = await TestCloud.StartAsync(data))
            {
                await cloud.CreateQueueAsync("test", "q");
                await cloud.ClockAsync("default", "freeze", ""","at":"2030-01-01T00:00:00Z" """);
                await cloud.OrderAsync("POST", "worlds", """{"name":"w","from":"default","seed":7}""");
                await cloud.ClockAsync("w", "advance", ""","by":"1d" """);
            }

            await using var again = await TestCloud.StartAsync(data);
            Assert.Equal(200, (await again.SqsAsync("test@w", "GetQueueUrl", new { QueueName = "q" })).Status);
            var shown = await again.OrderAsync("GET", "worlds/w");
            Assert.Equal("default", (string)shown["parent"]!);
            Assert.Equal(7, (int)shown["seed"]!);
            Assert.Equal(0, (double)shown["rate"]!);
            Assert.Equal(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero), (DateTimeOffset)shown["time"]!);
            Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero), (DateTimeOffset)(await again.OrderAsync("GET", "worlds/default/clock"))["time"]!);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static string Code((int Status, System.Text.Json.Nodes.JsonNode Body) answer)
    {
        Assert.Equal(400, answer.Status);
        var type = (string)answer.Body["__type"]!;
        return type[(type.LastIndexOf('#') + 1)..];
    }
}
