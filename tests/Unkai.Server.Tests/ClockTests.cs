namespace Unkai.Server.Tests;

public sealed class ClockTests
{
    [Fact]
    public async Task A_delay_of_fifteen_minutes_passes_at_once()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        var queue = await cloud.CreateQueueAsync("test", "q");
        await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "late", DelaySeconds = 900 });

        await cloud.ClockAsync("default", "advance", ""","by":"14m59s" """);
        Assert.Empty(await cloud.ReceiveAsync("test", queue));
        await cloud.ClockAsync("default", "advance", ""","by":"1s" """);

        Assert.Equal(["late"], await cloud.ReceiveAsync("test", queue));
        Assert.Empty(await cloud.ReceiveAsync("test", queue));
        await cloud.ClockAsync("default", "advance", ""","by":"30s" """);
        Assert.Equal(["late"], await cloud.ReceiveAsync("test", queue));
    }

    [Fact]
    public async Task Retention_of_fourteen_days_ends_and_its_job_is_reported()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        var queue = await cloud.CreateQueueAsync("test", "q", new() { ["MessageRetentionPeriod"] = "1209600" });
        await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "old" });

        var report = await cloud.ClockAsync("default", "advance", ""","by":"15d" """);

        Assert.Empty(await cloud.ReceiveAsync("test", queue));
        Assert.Empty(report["failures"]!.AsArray());
        var runs = report["jobs"]!.AsArray().Select(job => (DateTimeOffset)job!["ranAt"]!).ToList();
        Assert.NotEmpty(runs);
        Assert.Equal(runs.Order(), runs);
        Assert.All(report["jobs"]!.AsArray(), job => Assert.Equal((DateTimeOffset)job!["due"]!, (DateTimeOffset)job["ranAt"]!));
    }

    [Fact]
    public async Task A_long_poll_on_a_frozen_clock_ends_when_time_passes_it()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        var queue = await cloud.CreateQueueAsync("test", "q");
        var poll = cloud.ReceiveAsync("test", queue, waitSeconds: 20);

        while (!poll.IsCompleted)
        {
            await cloud.ClockAsync("default", "advance", ""","by":"30s" """);
        }

        Assert.Empty(await poll);
    }

    [Fact]
    public async Task A_presigned_url_made_before_an_advance_has_expired_after_it()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze");
        using var create = new HttpRequestMessage(HttpMethod.Put, new Uri(cloud.Address, "/bucket"));
        create.Headers.Authorization = TestCloud.Signed("test", "s3");
        using var created = await cloud.SendAsync(create);
        Assert.True(created.IsSuccessStatusCode);
        var url = new Uri(cloud.Address, $"/bucket/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F{MachineClock.Instance.UtcNow:yyyyMMdd}%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={MachineClock.Instance.UtcNow:yyyyMMddTHHmmssZ}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={new string('0', 64)}");

        using var before = await cloud.SendAsync(new HttpRequestMessage(HttpMethod.Get, url));
        Assert.Equal(200, (int)before.StatusCode);
        await cloud.ClockAsync("default", "advance", ""","by":"15d" """);

        using var after = await cloud.SendAsync(new HttpRequestMessage(HttpMethod.Get, url));
        Assert.Equal(403, (int)after.StatusCode);
    }

    [Fact]
    public async Task Date_headers_are_the_worlds()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.ClockAsync("default", "freeze", ""","at":"2031-05-06T07:08:09Z" """);
        using var request = new HttpRequestMessage(HttpMethod.Get, cloud.Address);
        request.Headers.Authorization = TestCloud.Signed("test", "s3");

        using var response = await cloud.SendAsync(request);

        Assert.Equal(new DateTimeOffset(2031, 5, 6, 7, 8, 9, TimeSpan.Zero), response.Headers.Date);
    }

    [Fact]
    public async Task A_session_ends_with_its_worlds_time()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.ClockAsync("w", "freeze");
        await cloud.CreateRoleAsync("test@w");
        var assumed = await cloud.QueryAsync("test@w", "sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=me");

        var key = assumed.Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;

        Assert.Equal(20, key.Length);
        var report = await cloud.ClockAsync("w", "advance", ""","by":"3h" """);
        Assert.Contains(report["jobs"]!.AsArray(), job => (string)job!["kind"]! == "sts.expire");
    }

    [Fact]
    public async Task An_event_is_retried_after_one_minute_and_two_and_each_failure_is_said()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.ClockAsync("w", "freeze");
        await cloud.CreateRoleAsync("test@w");
        await cloud.CreateFunctionAsync("test@w", "f", "def handler(event, context):\n    raise ValueError('no')\n");
        await cloud.LambdaAsync("test@w", "/f/invocations", "{}");

        var settled = await cloud.ClockAsync("w", "settle");
        Assert.Equal(1, (int)settled["invocations"]!);
        Assert.Single(settled["failures"]!.AsArray());
        var advanced = await cloud.ClockAsync("w", "advance", ""","by":"1h" """);

        Assert.Equal(2, (int)advanced["invocations"]!);
        var start = (DateTimeOffset)settled["time"]!;
        Assert.Equal([start.AddMinutes(1), start.AddMinutes(3)], advanced["failures"]!.AsArray().Select(job => (DateTimeOffset)job!["ranAt"]!));
    }

    [Fact]
    public async Task On_the_way_of_an_advance_a_function_has_its_message_at_the_instant_at_which_it_is_ready()
    {
        await using var cloud = await TestCloud.StartAsync();
        var start = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await cloud.ClockAsync("default", "freeze", $""","at":"{start:O}" """);
        await cloud.CreateRoleAsync("test");
        await cloud.CreateFunctionAsync("test", "f", "import json, urllib.request, os\ndef handler(event, context):\n    print('received-at', event['Records'][0]['attributes']['ApproximateFirstReceiveTimestamp'])\n    raise ValueError('again')\n");
        var queue = await cloud.CreateQueueAsync("test", "q", new() { ["VisibilityTimeout"] = "43200" });
        using var map = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, "/2015-03-31/event-source-mappings"))
        {
            Content = new StringContent("""{"EventSourceArn":"arn:aws:sqs:us-east-1:000000000000:q","FunctionName":"f"}"""),
        };
        map.Headers.Authorization = TestCloud.Signed("test", "lambda");
        using var mapped = await cloud.SendAsync(map);
        Assert.True(mapped.IsSuccessStatusCode, await mapped.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await cloud.SqsAsync("test", "SendMessage", new { QueueUrl = queue, MessageBody = "late", DelaySeconds = 900 });

        // Off the whole second, so that steps of any round length would miss it.
        await cloud.ClockAsync("default", "advance", ""","by":"123ms" """);
        var advanced = await cloud.ClockAsync("default", "advance", ""","by":"30d" """);

        // Ready after 15 minutes, then every 12 hours until its retention of four days ends.
        Assert.Equal(8, (int)advanced["invocations"]!);
        var groups = await cloud.LogsAsync("test", "FilterLogEvents", new { logGroupName = "/aws/lambda/f", filterPattern = "received-at" });
        Assert.All(groups["events"]!.AsArray(), line => Assert.StartsWith($"received-at {start.AddMinutes(15).ToUnixTimeMilliseconds()}", (string)line!["message"]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nodejs20.x", "index.js", "exports.handler = async (event, context) => { await new Promise(done => setTimeout(done, 50)); return [Math.floor(Date.now() / 1000), context.getRemainingTimeInMillis()]; };")]
    public async Task Where_libfaketime_is_installed_the_own_clock_of_a_function_of_Node_is_the_worlds(string runtime, string file, string code)
    {
        Assert.SkipUnless(Unkai.Compute.FakeTime.Find() is not null, "libfaketime is not installed here: functions read the machine's time.");
        await using var cloud = await TestCloud.StartAsync();
        var start = new DateTimeOffset(2035, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await cloud.ClockAsync("default", "freeze", $""","at":"{start:O}" """);
        await cloud.CreateRoleAsync("test");
        await cloud.CreateFunctionAsync("test", "f", code, runtime, file);

        await CheckAsync(start);
        await cloud.ClockAsync("default", "advance", ""","by":"15d" """);
        await CheckAsync(start.AddDays(15));

        async Task CheckAsync(DateTimeOffset expected)
        {
            var answer = await cloud.LambdaAsync("test", "/f/invocations", "{}", "RequestResponse");
            Assert.True(answer.StartsWith('['), answer);
            var told = System.Text.Json.Nodes.JsonNode.Parse(answer)!.AsArray();
            Assert.InRange((long)told[0]!, expected.ToUnixTimeSeconds() - 1, expected.ToUnixTimeSeconds() + 60);
            Assert.InRange((double)told[1]!, 1, 20_000);
        }
    }
}
