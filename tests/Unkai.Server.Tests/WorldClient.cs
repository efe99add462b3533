using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Server.Tests;

/// <summary>Calls to one world of a cloud, in the services' own protocols.</summary>
internal sealed class WorldClient(TestCloud cloud, string world)
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    private readonly string _key = $"000000000000@{world}";

    internal async Task<(int Status, byte[] Body)> S3Async(HttpMethod method, string path, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(cloud.Address, path)) { Content = body is null ? null : new ByteArrayContent(body) };
        return await SendAsync(request, "s3");
    }

    internal async Task<JsonNode> SqsAsync(string operation, object body)
    {
        var (status, answer) = await cloud.SqsAsync(_key, operation, body);
        Assert.True(status == 200, answer.ToJsonString());
        return answer;
    }

    internal async Task<List<string>> ReceiveAsync(string queue, int waitSeconds = 0) => await cloud.ReceiveAsync(_key, queue, waitSeconds);

    internal Task<string> CreateQueueAsync(string name) => cloud.CreateQueueAsync(_key, name);

    /// <summary>How many messages are visible, and how many are in flight.</summary>
    internal async Task<(int Visible, int InFlight)> CountAsync(string queue)
    {
        var attributes = (await SqsAsync("GetQueueAttributes", new { QueueUrl = queue, AttributeNames = (string[])["All"] }))["Attributes"]!;
        return (int.Parse((string)attributes["ApproximateNumberOfMessages"]!, System.Globalization.CultureInfo.InvariantCulture), int.Parse((string)attributes["ApproximateNumberOfMessagesNotVisible"]!, System.Globalization.CultureInfo.InvariantCulture));
    }

    internal async Task CreateFunctionAsync(string name, string code)
    {
        using var role = new HttpRequestMessage(HttpMethod.Post, cloud.Address)
        {
            Content = new StringContent("Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust), Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        Assert.Equal(200, (await SendAsync(role, "iam")).Status);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, "/2015-03-31/functions"))
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new
                {
                    FunctionName = name,
                    Runtime = "python3.12",
                    Handler = "index.handler",
                    Role = "arn:aws:iam::000000000000:role/r",
                    Timeout = 60,
                    Code = new { ZipFile = Convert.ToBase64String(Zip(code)) },
                }),
                Encoding.UTF8,
                "application/json"),
        };
        var (status, body) = await SendAsync(request, "lambda");
        Assert.True(status == 201, Encoding.UTF8.GetString(body));
    }

    internal async Task<string> InvokeAsync(string name, string type = "RequestResponse")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(cloud.Address, $"/2015-03-31/functions/{name}/invocations")) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Amz-Invocation-Type", type);
        var (status, body) = await SendAsync(request, "lambda");
        Assert.True(status is 200 or 202, Encoding.UTF8.GetString(body));
        return Encoding.UTF8.GetString(body);
    }

    /// <summary>The lines that a function has printed, by its own word.</summary>
    internal async Task<List<string>> PrintedAsync(string function)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud.Address)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { logGroupName = "/aws/lambda/" + function }), Encoding.UTF8, "application/x-amz-json-1.1"),
        };
        request.Headers.Add("X-Amz-Target", "Logs_20140328.FilterLogEvents");
        var (status, body) = await SendAsync(request, "logs");
        Assert.True(status == 200, Encoding.UTF8.GetString(body));
        return [.. JsonNode.Parse(body)!["events"]!.AsArray().Select(static line => ((string)line!["message"]!).Trim()).Where(static line => line.StartsWith("said", StringComparison.Ordinal))];
    }

    private async Task<(int Status, byte[] Body)> SendAsync(HttpRequestMessage request, string service)
    {
        request.Headers.Authorization = TestCloud.Signed(_key, service);
        using var response = await cloud.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
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
