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
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await SendAsync(method, path, content, cancellation);
    }

    /// <inheritdoc cref="SendAsync(HttpMethod,string,JsonObject,CancellationToken)"/>
    internal async Task<AdminAnswer?> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return await ReadAsync(response, cancellation);
        }
        catch (Exception unreachable) when (unreachable is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes what the cloud sends into a file, for as long as it takes.</summary>
    /// <returns>Null when it was sent; else the refusal, or an answer without one when no cloud answers there.</returns>
    /// <exception cref="IOException">The file cannot be written, or the cloud broke off.</exception>
    internal async Task<AdminAnswer?> DownloadAsync(string path, string file, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = endpoint, Timeout = Timeout.InfiniteTimeSpan };
        HttpResponseMessage response;
        try
        {
            response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException)
        {
            return new AdminAnswer(default, null);
        }

        using (response)
        {
            if (!response.IsSuccessStatusCode)
            {
                return await ReadAsync(response, cancellation);
            }

            await using var target = File.Create(file);
            try
            {
                await response.Content.CopyToAsync(target, cancellation);
            }
            catch (HttpRequestException cut)
            {
                throw new IOException("The cloud broke off: the file is not whole.", cut);
            }

            return null;
        }
    }

    private static async Task<AdminAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        var root = document.RootElement.Clone();
        return new AdminAnswer(root, response.IsSuccessStatusCode ? null : root.TryGetProperty("error", out var error) ? error.GetString() : $"The cloud answered {(int)response.StatusCode}.");
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
