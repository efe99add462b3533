using System.Text.Json;

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
