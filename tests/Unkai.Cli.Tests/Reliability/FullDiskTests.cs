using System.Net;
using System.Text;
using System.Text.Json;
using Unkai.Server;
using Unkai.Storage;

namespace Unkai.Cli.Tests.Reliability;

/// <summary>A disk that is full, as clients see it over HTTP.</summary>
public sealed class FullDiskTests
{
    private const int Small = 100;
    private const int Large = 100_000;

    private static readonly string[] s_messages = ["old"];

    [Theory]
    [InlineData(Durability.Always)]
    [InlineData(Durability.EverySecond)]
    public async Task A_full_disk_answers_an_error_and_keeps_the_old_state(Durability durability)
    {
        using var data = new DataFolder();
        var disk = new FillableDisk(data.Path);
        var options = new UnkaiServerOptions { Port = 0, DataDirectory = data.Path, Disk = disk, Durability = durability };
        await using (var server = await UnkaiServer.StartAsync(options, TestContext.Current.CancellationToken))
        {
            using var cloud = new CloudClient(server.Address);
            await cloud.S3Async(HttpMethod.Put, "/bucket");
            await PutAsync(cloud, "small", Small, HttpStatusCode.OK);
            await PutAsync(cloud, "large", Large, HttpStatusCode.OK);
            await cloud.SqsAsync("CreateQueue", new { QueueName = "queue" });
            await cloud.SqsAsync("SendMessage", new { QueueUrl = await QueueUrlAsync(cloud), MessageBody = "old" });
            Assert.Equal(HttpStatusCode.OK, (await cloud.HealthAsync()).Status);

            // First a body that never gets as far as the log, then the log itself, then a log that is known to be broken.
            disk.IsFull = true;
            await RefusedAsync(cloud, "large", Large);
            await RefusedAsync(cloud, "small", Small);
            var (status, body) = await cloud.SqsRawAsync("SendMessage", new { QueueUrl = await QueueUrlAsync(cloud), MessageBody = "new" });
            Assert.True(status == HttpStatusCode.ServiceUnavailable, Encoding.UTF8.GetString(body));
            Assert.EndsWith("ServiceUnavailableException", JsonDocument.Parse(body).RootElement.GetProperty("__type").GetString(), StringComparison.Ordinal);
            await RefusedAsync(cloud, "new", Small);

            await HasOldStateAsync(cloud);
            var (health, said) = await cloud.HealthAsync();
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "read-only"), (health, said.GetProperty("status").GetString()));
            Assert.Contains("No space left on device", said.GetProperty("problem").GetString(), StringComparison.Ordinal);

            // With space again the same server goes on, at the latest a second after it last tried; nothing that was refused comes back.
            disk.IsFull = false;
            while ((await cloud.S3Async(HttpMethod.Put, "/bucket/passed", ContentOf("passed", Small))).Status == HttpStatusCode.ServiceUnavailable)
            {
            }

            Assert.Equal(HttpStatusCode.OK, (await cloud.HealthAsync()).Status);
            await HasOldStateAsync(cloud);
        }

        await using var again = await UnkaiServer.StartAsync(options, TestContext.Current.CancellationToken);
        using var after = new CloudClient(again.Address);
        await HasOldStateAsync(after);
        Assert.Equal(ContentOf("passed", Small), (await after.S3Async(HttpMethod.Get, "/bucket/passed")).Body);
        Assert.Equal(HttpStatusCode.OK, (await after.HealthAsync()).Status);
        var received = await after.SqsAsync("ReceiveMessage", new { QueueUrl = await QueueUrlAsync(after), MaxNumberOfMessages = 10 });
        Assert.Equal(s_messages, received.GetProperty("Messages").EnumerateArray().Select(message => message.GetProperty("Body").GetString()));
        await PutAsync(after, "new", Large, HttpStatusCode.OK);
    }

    private static async Task HasOldStateAsync(CloudClient cloud)
    {
        Assert.Equal(ContentOf("small", Small), (await cloud.S3Async(HttpMethod.Get, "/bucket/small")).Body);
        Assert.Equal(ContentOf("large", Large), (await cloud.S3Async(HttpMethod.Get, "/bucket/large")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await cloud.S3Async(HttpMethod.Get, "/bucket/new")).Status);
    }

    private static async Task PutAsync(CloudClient cloud, string key, int length, HttpStatusCode expected)
    {
        var (status, body) = await cloud.S3Async(HttpMethod.Put, $"/bucket/{key}", ContentOf(key, length));
        Assert.True(status == expected, Encoding.UTF8.GetString(body));
    }

    /// <summary>Other content under the key, which is refused as S3 refuses what it cannot do just now.</summary>
    private static async Task RefusedAsync(CloudClient cloud, string key, int length)
    {
        var (status, body) = await cloud.S3Async(HttpMethod.Put, $"/bucket/{key}", ContentOf("other", length));
        var text = Encoding.UTF8.GetString(body);
        Assert.True(status == HttpStatusCode.ServiceUnavailable, $"{key} of {length} bytes: {status} {text}");
        Assert.Contains("<Code>ServiceUnavailable</Code>", text, StringComparison.Ordinal);
    }

    private static async Task<string?> QueueUrlAsync(CloudClient cloud) =>
        (await cloud.SqsAsync("GetQueueUrl", new { QueueName = "queue" })).GetProperty("QueueUrl").GetString();

    private static byte[] ContentOf(string key, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)key[i % key.Length])];
}
