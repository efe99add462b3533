using System.Text;
using System.Text.Json.Nodes;
using Unkai.Storage;

namespace Unkai.Server.Tests;

/// <summary>A world leaves one cloud as a file and comes into another.</summary>
public sealed class TransferTests
{
    [Fact]
    public async Task A_world_goes_to_another_cloud_with_messages_bodies_functions_jobs_clock_and_faults()
    {
        await using var here = await TestCloud.StartAsync();
        await here.OrderAsync("POST", "worlds", """{"name":"w","seed":7}""");
        await here.ClockAsync("w", "freeze", ""","at":"2031-05-06T07:08:09Z" """);
        var source = new WorldClient(here, "w");
        var queue = await source.CreateQueueAsync("q");
        await source.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "in flight" });
        Assert.Single(await source.ReceiveAsync(queue));
        await source.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "late", DelaySeconds = 900 });
        await source.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "now" });
        var large = new byte[500_000];
        new Random(1).NextBytes(large);
        await source.S3Async(HttpMethod.Put, "/bucket");
        await source.S3Async(HttpMethod.Put, "/bucket/large", large);
        await source.CreateFunctionAsync("f", "def handler(event, context):\n    print('said')\n    return 42\n");
        await source.InvokeAsync("f", "Event");
        await here.OrderAsync("POST", "worlds/w/faults", """{"service":"sqs","operation":"PurgeQueue","error":"InternalError"}""");
        var file = await ExportAsync(here, "w");

        await using var there = await TestCloud.StartAsync();
        var answer = await ImportAsync(there, "moved", file);

        Assert.Equal(201, answer.Status);
        Assert.Equal("w", (string)answer.Body["exportedAs"]!);
        var moved = new WorldClient(there, "moved");
        var world = await there.OrderAsync("GET", "worlds/moved");
        Assert.Equal(DateTimeOffset.Parse("2031-05-06T07:08:09Z", System.Globalization.CultureInfo.InvariantCulture), (DateTimeOffset)world["time"]!);
        Assert.Equal((0d, 7ul, null), ((double)world["rate"]!, (ulong)world["seed"]!, (string?)world["parent"]));
        Assert.Equal(large, (await moved.S3Async(HttpMethod.Get, "/bucket/large")).Body);
        Assert.Equal("InternalError", (string)(await there.OrderAsync("GET", "worlds/moved/faults"))["faults"]![0]!["error"]!);
        var url = (string)(await moved.SqsAsync("GetQueueUrl", new { QueueName = "q" }))["QueueUrl"]!;
        Assert.Equal((1, 1), await moved.CountAsync(url));

        // The event that had not run when the world was frozen runs here.
        Assert.Equal(1, (int)(await there.ClockAsync("moved", "settle"))["invocations"]!);
        Assert.Equal("42", await moved.InvokeAsync("f"));
        await moved.SqsAsync("SendMessage", new { QueueUrl = url, MessageBody = "after" });
        await there.ClockAsync("moved", "advance", ""","by":"16m" """);
        Assert.Equal(["after", "in flight", "late", "now"], (await moved.ReceiveAsync(url)).Order());
        Assert.Equal(409, (await ImportAsync(there, "moved", file)).Status);
    }

    [Fact]
    public async Task A_damaged_or_short_file_is_refused_in_words_and_leaves_no_world()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.CreateQueueAsync("test", "q");
        var file = await ExportAsync(cloud, "default");
        byte[] damaged = [.. file];
        damaged[^20] ^= 1;

        foreach (var (bytes, words) in ((byte[], string)[])[(damaged, "damaged"), (file[..^5], "cut short"), (Encoding.ASCII.GetBytes("hello"), "no exported world")])
        {
            var (status, body) = await ImportAsync(cloud, "w", bytes);
            Assert.Equal(400, status);
            Assert.Contains(words, (string)body["error"]!, StringComparison.Ordinal);
        }

        Assert.Equal(["default"], (await cloud.OrderAsync("GET", "worlds"))["worlds"]!.AsArray().Select(world => (string)world!["name"]!));
        Assert.Equal(404, (await cloud.AdminAsync("GET", "worlds/nowhere/export")).Status);
        Assert.Equal(400, (await cloud.AdminAsync("POST", "worlds", """{"name":"importing-0123456789abcdef"}""")).Status);
    }

    [Fact]
    public async Task An_import_that_the_cloud_did_not_survive_leaves_no_world()
    {
        var data = Directory.CreateTempSubdirectory("unkai-import-").FullName;
        try
        {
            await using (var store = await Store.OpenAsync(new StoreOptions { Disk = new MachineDisk(data) }, TestContext.Current.CancellationToken))
            {
                await store.CreateAsync(WorldName.Parse("importing-0123456789abcdef")!.Value, TestContext.Current.CancellationToken);
            }

            await using var cloud = await TestCloud.StartAsync(data);

            Assert.Equal(["default"], (await cloud.OrderAsync("GET", "worlds"))["worlds"]!.AsArray().Select(world => (string)world!["name"]!));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<byte[]> ExportAsync(TestCloud cloud, string world)
    {
        using var response = await cloud.SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(cloud.Address, $"/_unkai/worlds/{world}/export")));
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<(int Status, JsonNode Body)> ImportAsync(TestCloud cloud, string world, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(cloud.Address, $"/_unkai/worlds/{world}/import")) { Content = new ByteArrayContent(file) };
        using var response = await cloud.SendAsync(request);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }
}
