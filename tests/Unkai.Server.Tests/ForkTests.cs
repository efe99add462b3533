namespace Unkai.Server.Tests;

/// <summary>A fork is the whole cloud at one instant: what is in flight, what runs, bodies and logs.</summary>
public sealed class ForkTests
{
    [Fact]
    public async Task Messages_in_flight_are_in_flight_in_the_fork_and_come_back_there_by_its_own_clock()
    {
        await using var cloud = await TestCloud.StartAsync();
        var (parent, fork) = (new WorldClient(cloud, "default"), new WorldClient(cloud, "fork"));
        var queue = await parent.CreateQueueAsync("q");
        foreach (var body in (string[])["a", "b", "c"])
        {
            await parent.SqsAsync("SendMessage", new { QueueUrl = queue, MessageBody = body });
        }

        var received = await parent.SqsAsync("ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 1, VisibilityTimeout = 600 });
        await cloud.ClockAsync("default", "freeze");
        await cloud.OrderAsync("POST", "worlds", """{"name":"fork","from":"default"}""");

        Assert.Equal((2, 1), await fork.CountAsync(queue));
        await cloud.ClockAsync("fork", "advance", ""","by":"11m" """);
        Assert.Equal((3, 0), await fork.CountAsync(queue));
        Assert.Equal((2, 1), await parent.CountAsync(queue));

        // The parent's receipt is the parent's business.
        await parent.SqsAsync("DeleteMessage", new { QueueUrl = queue, ReceiptHandle = (string)received["Messages"]![0]!["ReceiptHandle"]! });
        Assert.Equal((2, 0), await parent.CountAsync(queue));
        Assert.Equal(3, (await fork.ReceiveAsync(queue)).Count);
    }

    [Fact]
    public async Task Bodies_stay_for_the_fork_when_the_parent_deletes_them_and_the_other_way_round()
    {
        await using var cloud = await TestCloud.StartAsync();
        var (parent, fork) = (new WorldClient(cloud, "default"), new WorldClient(cloud, "fork"));
        var (one, two) = (new byte[100_000], new byte[200_000]);
        Array.Fill<byte>(two, 2);
        await parent.S3Async(HttpMethod.Put, "/bucket");
        await parent.S3Async(HttpMethod.Put, "/bucket/one", one);
        await parent.S3Async(HttpMethod.Put, "/bucket/two", two);
        await cloud.OrderAsync("POST", "worlds", """{"name":"fork","from":"default"}""");

        await parent.S3Async(HttpMethod.Delete, "/bucket/one");
        await fork.S3Async(HttpMethod.Delete, "/bucket/two");

        Assert.Equal(one, (await fork.S3Async(HttpMethod.Get, "/bucket/one")).Body);
        Assert.Equal(two, (await parent.S3Async(HttpMethod.Get, "/bucket/two")).Body);
        Assert.Equal(404, (await parent.S3Async(HttpMethod.Get, "/bucket/one")).Status);
        await cloud.OrderAsync("DELETE", "worlds/fork");
        Assert.Equal(two, (await parent.S3Async(HttpMethod.Get, "/bucket/two")).Body);
    }

    [Fact]
    public async Task A_job_that_runs_in_the_parent_runs_in_the_fork_at_once_and_each_writes_into_its_own_world()
    {
        await using var cloud = await TestCloud.StartAsync();
        var (parent, fork) = (new WorldClient(cloud, "default"), new WorldClient(cloud, "fork"));
        var queue = await parent.CreateQueueAsync("ran");
        await parent.CreateFunctionAsync("f", """
            import os, json, time, urllib.request
            def call(operation, body):
                key = os.environ['AWS_ACCESS_KEY_ID']
                return json.loads(urllib.request.urlopen(urllib.request.Request(os.environ['AWS_ENDPOINT_URL'], json.dumps(body).encode(), {
                    'X-Amz-Target': 'AmazonSQS.' + operation, 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Date': '20260101T000000Z',
                    'Authorization': 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=' + '0' * 64})).read() or b'{}')
            def handler(event, context):
                print('said', context.aws_request_id)
                queue = call('GetQueueUrl', {'QueueName': 'ran'})['QueueUrl']
                call('SendMessage', {'QueueUrl': queue, 'MessageBody': context.aws_request_id})
                # It waits to be told, in its own world, that it may end.
                while not call('ReceiveMessage', {'QueueUrl': call('GetQueueUrl', {'QueueName': 'end'})['QueueUrl'], 'WaitTimeSeconds': 20}).get('Messages'):
                    pass
            """);
        var end = await parent.CreateQueueAsync("end");
        await parent.InvokeAsync("f", "Event");
        var inParent = Assert.Single(await parent.ReceiveAsync(queue, waitSeconds: 20));

        await cloud.OrderAsync("POST", "worlds", """{"name":"fork","from":"default"}""");

        // The same event, so the same request id; the parent's run still waits.
        Assert.Equal(inParent, Assert.Single(await fork.ReceiveAsync(queue, waitSeconds: 20)));
        Assert.Empty(await parent.ReceiveAsync(queue));
        await fork.SqsAsync("SendMessage", new { QueueUrl = end, MessageBody = "now" });
        await cloud.ClockAsync("fork", "settle");
        Assert.Equal((0, 1), await parent.CountAsync(queue));
        await parent.SqsAsync("SendMessage", new { QueueUrl = end, MessageBody = "now" });
        await cloud.ClockAsync("default", "settle");
        Assert.Equal(["said " + inParent], await parent.PrintedAsync("f"));
    }

    [Fact]
    public async Task Logs_are_copied_and_go_on_apart()
    {
        await using var cloud = await TestCloud.StartAsync();
        var (parent, fork) = (new WorldClient(cloud, "default"), new WorldClient(cloud, "fork"));
        await parent.CreateFunctionAsync("f", "def handler(event, context):\n    print('said', context.aws_request_id)\n");
        await parent.InvokeAsync("f");
        await cloud.ClockAsync("default", "settle");
        var before = await parent.PrintedAsync("f");

        await cloud.OrderAsync("POST", "worlds", """{"name":"fork","from":"default"}""");
        await fork.InvokeAsync("f");
        await cloud.ClockAsync("fork", "settle");

        Assert.Single(before);
        Assert.Equal(before, await parent.PrintedAsync("f"));
        Assert.Equal(2, (await fork.PrintedAsync("f")).Count);
        Assert.Equal(before, (await fork.PrintedAsync("f"))[..1]);
    }
}
