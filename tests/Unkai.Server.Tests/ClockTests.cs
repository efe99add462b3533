using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Unkai.Server.Tests;

public sealed class ClockTests
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com","AWS":"*"},"Action":"sts:AssumeRole"}]}""";

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
        var url = new Uri(cloud.Address, $"/bucket/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date={MachineClock.Instance.UtcNow:yyyyMMddTHHmmssZ}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature={new string('0', 64)}");

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
    public async Task A_session_of_a_world_names_it_and_ends_with_its_time()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.ClockAsync("w", "freeze");
        await QueryAsync(cloud, "test@w", "iam", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust));
        var assumed = await QueryAsync(cloud, "test@w", "sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=me");

        var key = assumed.Descendants().First(element => element.Name.LocalName == "AccessKeyId").Value;

        Assert.EndsWith("@w", key, StringComparison.Ordinal);
        var report = await cloud.ClockAsync("w", "advance", ""","by":"3h" """);
        Assert.Contains(report["jobs"]!.AsArray(), job => (string)job!["kind"]! == "sts.expire");
    }

    [Fact]
    public async Task An_event_is_retried_after_one_minute_and_two_and_each_failure_is_said()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.ClockAsync("w", "freeze");
        await QueryAsync(cloud, "test@w", "iam", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust));
        await LambdaAsync(cloud, "", JsonSerializer.Serialize(new
        {
            FunctionName = "f",
            Runtime = "python3.12",
            Handler = "index.handler",
            Role = "arn:aws:iam::000000000000:role/r",
            Timeout = 20,
            Code = new { ZipFile = Convert.ToBase64String(Zip("def handler(event, context):\n    raise ValueError('no')\n")) },
        }));
        await LambdaAsync(cloud, "/f/invocations", "{}");

        var settled = await cloud.ClockAsync("w", "settle");
        Assert.Equal(1, (int)settled["invocations"]!);
        Assert.Single(settled["failures"]!.AsArray());
        var advanced = await cloud.ClockAsync("w", "advance", ""","by":"1h" """);

        Assert.Equal(2, (int)advanced["invocations"]!);
        var start = (DateTimeOffset)settled["time"]!;
        Assert.Equal([start.AddMinutes(1), start.AddMinutes(3)], advanced["failures"]!.AsArray().Select(job => (DateTimeOffset)job!["ranAt"]!));
    }

    [Fact]
    public async Task A_function_reaches_only_its_own_world()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.CreateQueueAsync("test@w", "here");
        await cloud.CreateQueueAsync("test", "elsewhere");
        await QueryAsync(cloud, "test@w", "iam", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust));
        const string Code = """
            import os, json, urllib.request
            def call(key):
                request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'], b'{}', {
                    'X-Amz-Target': 'AmazonSQS.ListQueues', 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Date': '20260101T000000Z',
                    'Authorization': 'AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=%s' % (key, '0' * 64)})
                try:
                    return urllib.request.urlopen(request).read().decode()
                except urllib.error.HTTPError as refused:
                    return refused.read().decode()
            def handler(event, context):
                return [os.environ['AWS_ACCESS_KEY_ID'], call('test'), call('test@default')]
            """;
        await LambdaAsync(cloud, "", JsonSerializer.Serialize(new
        {
            FunctionName = "f",
            Runtime = "python3.12",
            Handler = "index.handler",
            Role = "arn:aws:iam::000000000000:role/r",
            Timeout = 20,
            Code = new { ZipFile = Convert.ToBase64String(Zip(Code)) },
        }));

        var answer = JsonNode.Parse(await LambdaAsync(cloud, "/f/invocations", "{}", "RequestResponse"))!.AsArray();

        Assert.EndsWith("@w", (string)answer[0]!, StringComparison.Ordinal);
        Assert.Contains("/here", (string)answer[1]!, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", (string)answer[1]!, StringComparison.Ordinal);
        Assert.Contains("WorldMismatch", (string)answer[2]!, StringComparison.Ordinal);
    }

    private static async Task<XDocument> QueryAsync(TestCloud cloud, string key, string service, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Address) { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = TestCloud.Signed(key, service);
        using var response = await cloud.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return XDocument.Parse(text);
    }

    private static async Task<string> LambdaAsync(TestCloud cloud, string path, string body, string invocation = "Event")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, "/2015-03-31/functions" + path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = TestCloud.Signed("test@w", "lambda");
        request.Headers.Add("X-Amz-Invocation-Type", invocation);
        using var response = await cloud.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private static byte[] Zip(string code)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("index.py").Open();
            entry.Write(Encoding.UTF8.GetBytes(code));
        }

        return stream.ToArray();
    }
}
