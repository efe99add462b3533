using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Unkai.Server.Tests;

/// <summary>A running cloud and a plain HTTP client: what is said to it is what a client would say.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    internal const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com","AWS":"*"},"Action":"sts:AssumeRole"}]}""";

    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Amz-Date", "20260101T000000Z" } } };
    private readonly UnkaiServer _server;

    private TestCloud(UnkaiServer server) => _server = server;

    internal Uri Address => _server.Address;

    internal static async Task<TestCloud> StartAsync(string? data = null, Func<Unkai.Storage.Store, Unkai.Storage.Store>? store = null) =>
        new(await UnkaiServer.StartAsync(new UnkaiServerOptions { Port = 0, DataDirectory = data, Store = store }, TestContext.Current.CancellationToken));

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    internal async Task<(int Status, JsonNode Body)> AdminAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, "/_unkai/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    /// <summary>What the admin API answers, be it JSON or not.</summary>
    internal async Task<string> AnswerAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, "/_unkai/" + path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>An admin order that must be carried out.</summary>
    internal async Task<JsonNode> OrderAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await AdminAsync(method, path, body);
        Assert.True(status is >= 200 and < 300, answer.ToJsonString());
        return answer;
    }

    internal Task<JsonNode> ClockAsync(string world, string action, string more = "") =>
        OrderAsync("POST", $"worlds/{world}/clock", $$"""{"action":"{{action}}"{{more}}}""");

    internal static AuthenticationHeaderValue Signed(string key, string service) => new(
        "AWS4-HMAC-SHA256",
        $"Credential={key}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");

    /// <summary>An SQS call as JSON with a development key.</summary>
    internal async Task<(int Status, JsonNode Body)> SqsAsync(string key, string operation, object body, Uri? door = null, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, door ?? Address);
        request.Headers.Authorization = Signed(key, "sqs");
        request.Headers.Add("X-Amz-Target", "AmazonSQS." + operation);
        if (header is not null)
        {
            request.Headers.Add("x-unkai-world", header);
        }

        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/x-amz-json-1.0");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    internal async Task S3Async(string key, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        request.Headers.Authorization = Signed(key, "s3");
        request.Content = body is null ? null : new StringContent(body);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal async Task<JsonNode> LogsAsync(string key, string operation, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address);
        request.Headers.Authorization = Signed(key, "logs");
        request.Headers.Add("X-Amz-Target", "Logs_20140328." + operation);
        request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/x-amz-json-1.1");
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }

    internal async Task<string> CreateQueueAsync(string key, string name, Dictionary<string, string>? attributes = null) =>
        (string)(await SqsAsync(key, "CreateQueue", new { QueueName = name, Attributes = attributes ?? [] })).Body["QueueUrl"]!;

    internal async Task<List<string>> ReceiveAsync(string key, string queue, int waitSeconds = 0) =>
        [.. ((await SqsAsync(key, "ReceiveMessage", new { QueueUrl = queue, MaxNumberOfMessages = 10, WaitTimeSeconds = waitSeconds })).Body["Messages"]?.AsArray() ?? []).Select(message => (string)message!["Body"]!)];

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => _http.SendAsync(request, TestContext.Current.CancellationToken);

    /// <summary>A call of the Query protocol.</summary>
    internal async Task<XDocument> QueryAsync(string key, string service, string form, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded") };
        request.Headers.Authorization = Signed(key, service);
        using var response = await SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return XDocument.Parse(text);
    }

    internal Task CreateRoleAsync(string key) => QueryAsync(key, "iam", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust));

    internal async Task<string> LambdaAsync(string key, string path, string body, string invocation = "Event")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/2015-03-31/functions" + path)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = Signed(key, "lambda");
        request.Headers.Add("X-Amz-Invocation-Type", invocation);
        using var response = await SendAsync(request);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>A function; its role must be there.</summary>
    internal Task CreateFunctionAsync(string key, string name, string code, string runtime = "python3.12", string file = "index.py") => LambdaAsync(key, "", JsonSerializer.Serialize(new
    {
        FunctionName = name,
        Runtime = runtime,
        Handler = "index.handler",
        Role = "arn:aws:iam::000000000000:role/r",
        Timeout = 20,
        Code = new { ZipFile = Convert.ToBase64String(Zip(code, file)) },
    }));

    private static byte[] Zip(string code, string file)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(file).Open();
            entry.Write(Encoding.UTF8.GetBytes(code));
        }

        return stream.ToArray();
    }
}
