using System.Text.Json.Nodes;

namespace Unkai.Server.Tests;

/// <summary>Nothing goes from one world to another.</summary>
public sealed class IsolationTests
{
    /// <summary>Calls the cloud with several keys and headers, as a curious function would.</summary>
    private const string Curious = """
        import os, urllib.request
        def call(key, path='/', **headers):
            request = urllib.request.Request(os.environ['AWS_ENDPOINT_URL'] + path, b'{}' if path == '/' else None, {
                'X-Amz-Target': 'AmazonSQS.ListQueues', 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Date': '20260101T000000Z',
                'Authorization': 'AWS4-HMAC-SHA256 Credential=%s/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=%s' % (key, '0' * 64), **headers})
            try:
                return urllib.request.urlopen(request).read().decode()
            except urllib.error.HTTPError as refused:
                return '%d %s' % (refused.code, refused.read().decode())
        def handler(event, context):
            return [os.environ['AWS_ACCESS_KEY_ID'], os.environ['AWS_ENDPOINT_URL'], call('test'), call('test@' + event['other']), call('test', **{'x-unkai-world': event['other']}),
                    call('test', '/_unkai/worlds'), call('test', '/_unkai/health')]
        """;

    [Theory]
    [InlineData("test", "default", "w")]
    [InlineData("test@w", "w", "default")]
    public async Task A_function_reaches_only_its_own_world(string key, string own, string other)
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.CreateQueueAsync(key, "here");
        await cloud.CreateQueueAsync($"test@{other}", "elsewhere");
        await cloud.CreateRoleAsync(key);
        await cloud.CreateFunctionAsync(key, "f", Curious);

        var answer = JsonNode.Parse(await cloud.LambdaAsync(key, "/f/invocations", $$"""{"other":"{{other}}"}""", "RequestResponse"))!.AsArray().Select(text => (string)text!).ToList();

        Assert.StartsWith("ASIA", answer[0], StringComparison.Ordinal);
        Assert.Contains("/here", answer[2], StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", answer[2], StringComparison.Ordinal);
        Assert.Contains("WorldMismatch", answer[3], StringComparison.Ordinal);
        Assert.Contains("WorldMismatch", answer[4], StringComparison.Ordinal);
        Assert.StartsWith("403", answer[5], StringComparison.Ordinal);
        Assert.Contains("ready", answer[6], StringComparison.Ordinal);
        Assert.Equal(1, (int)(await cloud.OrderAsync("GET", $"status?world={own}"))["processes"]!);
        Assert.Equal(0, (int)(await cloud.OrderAsync("GET", $"status?world={other}"))["processes"]!);
    }

    [Fact]
    public async Task A_key_that_a_world_issued_chooses_it_and_looks_like_any_other()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.QueryAsync("test@w", "iam", "Action=CreateUser&Version=2010-05-08&UserName=u");
        var made = await cloud.QueryAsync("test@w", "iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=u");
        var (user, secret) = (Text(made, "AccessKeyId"), Text(made, "SecretAccessKey"));
        await cloud.CreateRoleAsync("test@w");
        var assumed = await cloud.QueryAsync("test@w", "sts", "Action=AssumeRole&Version=2011-06-15&RoleArn=arn:aws:iam::000000000000:role/r&RoleSessionName=me");

        Assert.Matches("^AKIA[A-Z2-7]{16}$", user);
        Assert.Matches("^ASIA[A-Z2-7]{16}$", Text(assumed, "AccessKeyId"));
        using var client = new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(user, secret, Config(cloud));
        var who = await client.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken);
        Assert.Equal("arn:aws:iam::000000000000:user/u", who.Arn);
        using var session = new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(
            new Amazon.Runtime.SessionAWSCredentials(Text(assumed, "AccessKeyId"), Text(assumed, "SecretAccessKey"), Text(assumed, "SessionToken")), Config(cloud));
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/r/me", (await session.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken)).Arn);

        // A fork knows its parent's keys; it takes a name to use them there.
        await cloud.OrderAsync("POST", "worlds", """{"name":"x","from":"w"}""");
        Assert.Equal(who.Arn, (await client.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken)).Arn);
        using var there = new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(user + "@x", secret, Config(cloud));
        Assert.Equal(who.Arn, (await there.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken)).Arn);

        await cloud.OrderAsync("DELETE", "worlds/w");
        var refused = await Assert.ThrowsAsync<Amazon.SecurityToken.AmazonSecurityTokenServiceException>(() => client.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken));
        Assert.Equal("WorldNotFound", refused.ErrorCode);
    }

    [Fact]
    public async Task A_key_of_a_world_still_chooses_it_after_a_restart()
    {
        var data = Directory.CreateTempSubdirectory("unkai-server-tests-").FullName;
        try
        {
            string user, secret;
            await using (var cloud = await TestCloud.StartAsync(data))
            {
                await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
                await cloud.QueryAsync("test@w", "iam", "Action=CreateUser&Version=2010-05-08&UserName=u");
                var made = await cloud.QueryAsync("test@w", "iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=u");
                (user, secret) = (Text(made, "AccessKeyId"), Text(made, "SecretAccessKey"));
            }

            await using var again = await TestCloud.StartAsync(data);
            using var client = new Amazon.SecurityToken.AmazonSecurityTokenServiceClient(user, secret, Config(again));
            Assert.Equal("arn:aws:iam::000000000000:user/u", (await client.GetCallerIdentityAsync(new(), TestContext.Current.CancellationToken)).Arn);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Calls_and_counts_are_a_worlds_own()
    {
        await using var cloud = await TestCloud.StartAsync();
        await cloud.OrderAsync("POST", "worlds", """{"name":"w"}""");
        await cloud.CreateQueueAsync("test@w", "q");
        await cloud.SqsAsync("test", "ListQueues", new { });

        Assert.Equal(["CreateQueue"], await OperationsAsync("w"));
        Assert.Equal(["ListQueues"], await OperationsAsync("default"));
        Assert.Equal("CreateQueue", (string)(await cloud.OrderAsync("GET", "status?world=w"))["usage"]!.AsArray().Single()!["operation"]!);
        Assert.Equal(404, (await cloud.AdminAsync("GET", "calls?world=nowhere")).Status);
        Assert.Equal(400, (await cloud.AdminAsync("GET", "status?world=No_Where")).Status);

        async Task<IEnumerable<string>> OperationsAsync(string world) =>
            (await cloud.OrderAsync("GET", $"calls?world={world}"))["calls"]!.AsArray().Select(call => (string)call!["operation"]!);
    }

    [Fact]
    public async Task In_a_world_with_a_seed_rules_and_refusals_have_ids_of_it()
    {
        Assert.Equal(await RunAsync(), await RunAsync());

        static async Task<(string Rule, string Refusal)> RunAsync()
        {
            await using var cloud = await TestCloud.StartAsync();
            await cloud.OrderAsync("POST", "worlds", """{"name":"w","seed":3}""");
            var rule = (string)(await cloud.OrderAsync("POST", "worlds/w/faults", """{"service":"sqs","error":"X"}"""))["id"]!;
            using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Address) { Content = new StringContent("{}") };
            request.Headers.Authorization = TestCloud.Signed("test@w", "sqs");
            request.Headers.Add("X-Amz-Target", "AmazonSQS.NoSuchOperation");
            using var response = await cloud.SendAsync(request);
            Assert.Equal(400, (int)response.StatusCode);
            return (rule, string.Join(',', response.Headers.GetValues("x-amzn-RequestId")));
        }
    }

    private static Amazon.SecurityToken.AmazonSecurityTokenServiceConfig Config(TestCloud cloud) =>
        new() { ServiceURL = cloud.Address.ToString(), AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 };

    private static string Text(System.Xml.Linq.XDocument document, string name) => document.Descendants().First(element => element.Name.LocalName == name).Value;
}
