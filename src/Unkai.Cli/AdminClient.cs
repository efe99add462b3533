using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli;

/// <summary>Talks to a running cloud's admin API.</summary>
internal sealed class AdminClient(Uri endpoint) : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = endpoint, Timeout = s_timeout };

    public void Dispose() => _http.Dispose();

    /// <returns>Null when no cloud answers there.</returns>
    internal async Task<JsonDocument?> GetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(path, cancellation);
            return response.IsSuccessStatusCode
                ? await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation)
                : null;
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException || (unreachable is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Sends an order, for as long as it takes: an advance may run for minutes.</summary>
    /// <returns>Null when no cloud answers there.</returns>
    internal async Task<AdminAnswer?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        try
        {
            using var response = await http.SendAsync(request, cancellation);
            using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            var root = document.RootElement.Clone();
            return new AdminAnswer(root, response.IsSuccessStatusCode ? null : root.TryGetProperty("error", out var error) ? error.GetString() : $"The cloud answered {(int)response.StatusCode}.");
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    /// <returns>False when no cloud answers there.</returns>
    internal async Task<bool> PostAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.PostAsync(path, content: null, cancellation);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
