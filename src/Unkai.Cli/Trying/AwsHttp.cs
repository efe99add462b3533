using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.Internal.Auth;

namespace Unkai.Cli.Trying;

/// <summary>Signed calls to the services whose SDK packages this program does not carry: IAM, Lambda and CloudWatch Logs.</summary>
internal sealed class AwsHttp(Uri endpoint, string accessKey, string secret, string region) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };

    public void Dispose() => _http.Dispose();

    /// <summary>A REST call with JSON, as Lambda's are.</summary>
    internal Task<JsonElement> RestAsync(string service, HttpMethod method, string path, object? body, CancellationToken cancellation) =>
        SendAsync(service, method, path, body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body), "application/json", null, cancellation);

    /// <summary>An awsJson call, as CloudWatch Logs' are.</summary>
    internal Task<JsonElement> JsonAsync(string service, string target, object body, CancellationToken cancellation) =>
        SendAsync(service, HttpMethod.Post, "/", JsonSerializer.SerializeToUtf8Bytes(body), "application/x-amz-json-1.1", target, cancellation);

    /// <summary>A Query call, as IAM's are.</summary>
    internal Task<JsonElement> QueryAsync(string service, IEnumerable<KeyValuePair<string, string>> form, CancellationToken cancellation) =>
        SendAsync(
            service,
            HttpMethod.Post,
            "/",
            Encoding.UTF8.GetBytes(string.Join('&', form.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"))),
            "application/x-www-form-urlencoded",
            null,
            cancellation);

    private async Task<JsonElement> SendAsync(string service, HttpMethod method, string path, byte[] body, string contentType, string? target, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(endpoint, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        if (target is not null)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        Sign(request, service, path, body);
        using var response = await _http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new TrialFailedException($"{service} answered {(int)response.StatusCode} to {method} {target ?? path}: {text}");
        }

        return text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
    }

    private void Sign(HttpRequestMessage request, string service, string path, byte[] body)
    {
        var now = MachineClock.Instance.UtcNow.UtcDateTime;
        var date = now.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        request.Headers.Add("X-Amz-Date", date);
        var target = request.Headers.TryGetValues("X-Amz-Target", out var targets) ? targets.First() : null;
        var (signed, headers) = target is null
            ? ("host;x-amz-date", $"host:{endpoint.Authority}\nx-amz-date:{date}\n")
            : ("host;x-amz-date;x-amz-target", $"host:{endpoint.Authority}\nx-amz-date:{date}\nx-amz-target:{target}\n");
        var canonical = $"{request.Method}\n{path}\n\n{headers}\n{signed}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var signature = AWS4Signer.ComputeSignature(accessKey, secret, region, now, service, signed, canonical);
        request.Headers.TryAddWithoutValidation("Authorization", signature.ForAuthorizationHeader);
    }
}
