using System.Net;
using System.Text;
using System.Text.Json;
using Unkai.Cli.Tests.Reliability;
using Unkai.PostgresCluster;

namespace Unkai.Cli.Tests.Nodes;

/// <summary>Several <c>unkai up --store postgres://…</c> on one database.</summary>
public sealed class NodesTests(ITestOutputHelper output)
{
    private const string Role = "arn:aws:iam::000000000000:role/worker";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nodes_share_state_worlds_clocks_and_fault_rules()
    {
        var database = await DatabaseAsync();
        await using var first = await UnkaiProcess.UpAsync("--store", database);
        await using var second = await UnkaiProcess.UpAsync("--store", database);
        using var one = new CloudClient(first.Address);
        using var two = new CloudClient(second.Address);

        await one.S3Async(HttpMethod.Put, "/shared");
        await one.S3Async(HttpMethod.Put, "/shared/large", new byte[600_000]);
        Assert.Equal(600_000, (await two.S3Async(HttpMethod.Get, "/shared/large")).Body.Length);

        // A world is there on the other node at once, and gone there when it is deleted.
        await one.AdminAsync(HttpMethod.Post, "worlds", new { name = "apart", from = "default" });
        await two.AdminAsync(HttpMethod.Get, "worlds/apart");
        await one.AdminAsync(HttpMethod.Delete, "worlds/apart");
        await UntilAsync(async () => (await two.AdminAsync(HttpMethod.Get, "worlds")).GetProperty("worlds").GetArrayLength() == 1);

        // Time stands still on both, and is moved by either.
        var queue = (await one.SqsAsync("CreateQueue", new { QueueName = "later" })).GetProperty("QueueUrl").GetString()!;
        await one.AdminAsync(HttpMethod.Post, "worlds/default/clock", new { action = "freeze" });
        await UntilAsync(async () => (await two.AdminAsync(HttpMethod.Get, "worlds/default")).GetProperty("rate").GetDouble() == 0);
        await one.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = "in a quarter of an hour", DelaySeconds = 900 });
        await two.AdminAsync(HttpMethod.Post, "worlds/default/clock", new { action = "advance", by = "15m" });
        await UntilAsync(async () => (await one.SqsAsync("ReceiveMessage", new { QueueUrl = queue })).TryGetProperty("Messages", out _));
        await two.AdminAsync(HttpMethod.Post, "worlds/default/clock", new { action = "run" });
        await UntilAsync(async () => (await one.AdminAsync(HttpMethod.Get, "worlds/default")).GetProperty("rate").GetDouble() == 1);

        // What is broken on purpose is broken everywhere, until it is mended anywhere.
        var rule = (await one.AdminAsync(HttpMethod.Post, "worlds/default/faults", new { service = "sqs", operation = "ListQueues", error = "OverLimit" })).GetProperty("id").GetString();
        await UntilAsync(async () => (await two.SqsRawAsync("ListQueues", new { })).Status != HttpStatusCode.OK);
        await two.AdminAsync(HttpMethod.Delete, $"worlds/default/faults/{rule}");
        await UntilAsync(async () => (await one.SqsRawAsync("ListQueues", new { })).Status == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_job_runs_once_however_many_nodes_there_are()
    {
        const int Objects = 80;
        var database = await DatabaseAsync();
        await using var first = await UnkaiProcess.UpAsync("--store", database);
        await using var second = await UnkaiProcess.UpAsync("--store", database);
        using var one = new CloudClient(first.Address);
        using var two = new CloudClient(second.Address);
        var queue = (await one.SqsAsync("CreateQueue", new { QueueName = "events" })).GetProperty("QueueUrl").GetString()!;
        await one.S3Async(HttpMethod.Put, "/told");
        var (status, refused) = await one.S3Async(HttpMethod.Put, "/told?notification", Encoding.UTF8.GetBytes(
            "<NotificationConfiguration><QueueConfiguration><Queue>arn:aws:sqs:us-east-1:000000000000:events</Queue><Event>s3:ObjectCreated:*</Event></QueueConfiguration></NotificationConfiguration>"));
        Assert.True(status == HttpStatusCode.OK, Encoding.UTF8.GetString(refused));

        await Task.WhenAll(Enumerable.Range(0, Objects).Select(async i =>
            Assert.Equal(HttpStatusCode.OK, (await (i % 2 == 0 ? one : two).S3Async(HttpMethod.Put, $"/told/object-{i}", [1])).Status)));

        var told = new List<string>();
        while (told.Count < Objects)
        {
            told.AddRange(await KeysAsync(two, queue, waitSeconds: 20));
        }

        Assert.Empty(await KeysAsync(one, queue, waitSeconds: 1));
        Assert.Equal(Objects, told.Distinct().Count());
        Assert.Equal(Objects, told.Count);
    }

    [Fact]
    public async Task What_a_killed_node_acknowledged_is_there_on_the_other_at_once()
    {
        var database = await DatabaseAsync();
        var clients = new Clients();
        await using var survivor = await UnkaiProcess.UpAsync("--store", database);
        using var cloud = new CloudClient(survivor.Address);
        await Clients.PrepareAsync(cloud);
        for (var round = 0; round < 3; round++)
        {
            await using var victim = await UnkaiProcess.UpAsync("--store", database);
            using var writing = new CloudClient(victim.Address);

            await clients.WriteUntilKilledAsync(writing, 60 + (round * 40), victim.KillAsync);

            await clients.CheckAsync(cloud, everything: round == 2);
        }

        await clients.InvokeSomeAsync(cloud, 1);
        output.WriteLine($"{clients.ObjectCount} objects, {clients.MessageCount} messages, {clients.FunctionCount} functions");
    }

    [Fact]
    public async Task An_invocation_that_a_killed_node_was_running_runs_on_another()
    {
        var database = await DatabaseAsync();
        await using var victim = await UnkaiProcess.UpAsync("--store", database);
        using var one = new CloudClient(victim.Address);
        await Clients.PrepareAsync(one);
        var queue = (await one.SqsAsync("CreateQueue", new { QueueName = "results" })).GetProperty("QueueUrl").GetString()!;
        await one.LambdaAsync(HttpMethod.Post, "/2015-03-31/functions", new
        {
            FunctionName = "slow",
            Runtime = "python3.12",
            Handler = "index.handler",
            Role,
            Timeout = 60,
            Code = new { ZipFile = Content.PackageOf("import time\ndef handler(event, context):\n    started = time.time()\n    time.sleep(6)\n    return {'started': started}\n") },
        });
        await one.LambdaAsync(HttpMethod.Put, "/2019-09-25/functions/slow/event-invoke-config", new
        {
            DestinationConfig = new { OnSuccess = new { Destination = "arn:aws:sqs:us-east-1:000000000000:results" } },
        });

        // It is alone, so the job is its own; then another comes, and it dies.
        await one.InvokeLaterAsync("slow");
        await using var survivor = await UnkaiProcess.UpAsync("--store", database);
        using var two = new CloudClient(survivor.Address);
        await victim.KillAsync();
        var killedAt = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        JsonElement messages;
        while (!(await two.SqsAsync("ReceiveMessage", new { QueueUrl = queue, WaitTimeSeconds = 20 })).TryGetProperty("Messages", out messages))
        {
            Cancellation.ThrowIfCancellationRequested();
        }

        var record = JsonDocument.Parse(messages[0].GetProperty("Body").GetString()!).RootElement;
        var startedAt = record.GetProperty("responsePayload").GetProperty("started").GetDouble();
        output.WriteLine($"taken over {startedAt - killedAt:F1} s after the kill");
        Assert.True(startedAt > killedAt, "the result is the killed node's own");
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_said_in_a_line()
    {
        var result = await UnkaiProcess.RunAsync("up", "--port", "0", "--store", "postgres://nobody@127.0.0.1:1/none");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("127.0.0.1:1/none cannot be reached", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static async Task<string> DatabaseAsync()
    {
        var (cluster, missing) = await Cluster.SharedAsync();
        Assert.SkipWhen(cluster is null, missing ?? "");
        return await cluster!.CreateDatabaseAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The keys that a receive's events are about; the messages are deleted.</summary>
    private static async Task<List<string>> KeysAsync(CloudClient cloud, string queue, int waitSeconds)
    {
        var keys = new List<string>();
        if ((await cloud.SqsAsync("ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 10, WaitTimeSeconds = waitSeconds })).TryGetProperty("Messages", out var messages))
        {
            foreach (var message in messages.EnumerateArray())
            {
                if (JsonDocument.Parse(message.GetProperty("Body").GetString()!).RootElement.TryGetProperty("Records", out var records))
                {
                    keys.AddRange(records.EnumerateArray().Select(record => record.GetProperty("s3").GetProperty("object").GetProperty("key").GetString()!));
                }

                await cloud.SqsAsync("DeleteMessage", new { QueueUrl = queue, ReceiptHandle = message.GetProperty("ReceiptHandle").GetString() });
            }
        }

        return keys;
    }
}
