using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli.Commands;

/// <summary>Sends an order to the admin API and prints what came of it.</summary>
internal static class AdminOrders
{
    internal static async Task<int> SendAsync(Uri endpoint, HttpMethod method, string path, JsonObject? body, bool asJson, Action<JsonElement> print, CancellationToken cancellation)
    {
        using var cloud = new AdminClient(endpoint);
        return await PrintAsync(endpoint, await cloud.SendAsync(method, path, body, cancellation), asJson, print);
    }

    /// <summary>Prints an answer, or why there is none.</summary>
    internal static async Task<int> PrintAsync(Uri endpoint, AdminAnswer? answer, bool asJson, Action<JsonElement> print)
    {
        if (answer is null || answer.Refusal is not null)
        {
            return await FailAsync(endpoint, answer);
        }

        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(answer.Body, JsonText.Indented));
        }
        else
        {
            print(answer.Body);
        }

        return ExitCodes.Done;
    }

    /// <summary>Says that no cloud answers, or that it refused.</summary>
    internal static async Task<int> FailAsync(Uri endpoint, AdminAnswer? answer)
    {
        await Console.Error.WriteLineAsync($"unkai: {answer?.Refusal ?? $"no cloud answers on {endpoint}"}");
        return answer is null ? ExitCodes.NoCloud : ExitCodes.Failed;
    }

    internal static string PathOf(string world, string? part = null) =>
        $"/_unkai/worlds/{Uri.EscapeDataString(world)}{(part is null ? "" : "/" + part)}";
}
