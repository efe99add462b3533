using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Unkai.Cli.Tests;

/// <summary>Plain HTTP in AWS's protocols, signed by a development key.</summary>
internal sealed class CloudClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { BaseAddress = address };

    public void Dispose() => _http.Dispose();

    internal Task<(HttpStatusCode Status, byte[] Body)> S3Async(HttpMethod method, string path, byte[]? body = null) =>
        SendAsync("s3", method, path, body, null, null);

    internal Task<(HttpStatusCode Status, byte[] Body)> SqsRawAsync(string operation, object request) =>
        SendAsync("sqs", HttpMethod.Post, "/", JsonSerializer.SerializeToUtf8Bytes(request), "application/x-amz-json-1.0", "AmazonSQS." + operation);

    internal async Task<JsonElement> SqsAsync(string operation, object request) => Parse(operation, await SqsRawAsync(operation, request));

    internal async Task<JsonElement> LambdaAsync(HttpMethod method, string path, object? request = null) =>
        Parse(path, await SendAsync("lambda", method, path, request is null ? null : JsonSerializer.SerializeToUtf8Bytes(request), "application/json", null));

    /// <summary>Has a function run on an event, and does not wait for it.</summary>
    internal async Task InvokeLaterAsync(string function) => Parse(
        function, await SendAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/invocations", "{}"u8.ToArray(), "application/json", null, ("X-Amz-Invocation-Type", "Event")));

    internal async Task IamAsync(string form)
    {
        var (status, body) = await SendAsync("iam", HttpMethod.Post, "/", Encoding.UTF8.GetBytes(form), "application/x-www-form-urlencoded", null);
        Assert.True(status == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
    }

    /// <summary>An admin order that must be carried out.</summary>
    internal async Task<JsonElement> AdminAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "/_unkai/" + path)
        {
            Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> HealthAsync()
    {
        using var response = await _http.GetAsync("/_unkai/health", TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    private static JsonElement Parse(string what, (HttpStatusCode Status, byte[] Body) answer)
    {
        Assert.True((int)answer.Status is >= 200 and < 300, $"{what}: {answer.Status} {Encoding.UTF8.GetString(answer.Body)}");
        return answer.Body.Length == 0 ? default : JsonDocument.Parse(answer.Body).RootElement;
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(string service, HttpMethod method, string path, byte[]? body, string? contentType, string? target, (string Name, string Value)? header = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{service}/aws4_request, SignedHeaders=host;x-amz-date, Signature={new string('0', 64)}");
        request.Headers.TryAddWithoutValidation("x-amz-date", "20260101T000000Z");
        if (header is { } more)
        {
            request.Headers.TryAddWithoutValidation(more.Name, more.Value);
        }

        if (target is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        }

        if (contentType is not null && request.Content is not null)
        {
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }
}
