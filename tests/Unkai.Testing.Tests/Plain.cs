using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Unkai.Testing.Tests;

/// <summary>Services for whose API there is no SDK package here, by plain HTTP.</summary>
internal static class Plain
{
    private const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com","AWS":"*"},"Action":"sts:AssumeRole"}]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal static async Task<JsonNode> SqsAsync(this HttpClient http, string operation, object body, string key = "test")
    {
        using var request = Request(HttpMethod.Post, "/", "sqs", JsonSerializer.Serialize(body), key);
        request.Headers.Add("X-Amz-Target", "AmazonSQS." + operation);
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        return JsonNode.Parse(await SendAsync(http, request) is { Length: > 0 } text ? text : "{}")!;
    }

    internal static async Task<XDocument> QueryAsync(this HttpClient http, string service, string form)
    {
        using var request = Request(HttpMethod.Post, "/", service, form, "test");
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return XDocument.Parse(await SendAsync(http, request));
    }

    internal static string Text(this XDocument document, string element) => document.Descendants().First(one => one.Name.LocalName == element).Value;

    /// <summary>Makes a Python function and a role for it.</summary>
    internal static async Task CreateFunctionAsync(this HttpClient http, string code)
    {
        var role = (await http.QueryAsync("iam", "Action=CreateRole&Version=2010-05-08&RoleName=r&AssumeRolePolicyDocument=" + Uri.EscapeDataString(Trust))).Text("Arn");
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("index.py").Open();
            entry.Write(Encoding.UTF8.GetBytes(code));
        }

        await http.LambdaAsync("", JsonSerializer.Serialize(new
        {
            FunctionName = "f", Runtime = "python3.12", Handler = "index.handler", Role = role, Timeout = 20, Code = new { ZipFile = Convert.ToBase64String(stream.ToArray()) },
        }));
    }

    internal static async Task<string> LambdaAsync(this HttpClient http, string path, string body, string invocation = "RequestResponse")
    {
        using var request = Request(HttpMethod.Post, "/2015-03-31/functions" + path, "lambda", body, "test");
        request.Headers.Add("X-Amz-Invocation-Type", invocation);
        return await SendAsync(http, request);
    }

    private static async Task<string> SendAsync(HttpClient http, HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, string service, string body, string key)
    {
        var request = new HttpRequestMessage(method, path) { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        request.Headers.Add("X-Amz-Date", "20260101T000000Z");
        return request;
    }
}
