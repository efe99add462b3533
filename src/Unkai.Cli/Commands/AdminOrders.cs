using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli.Commands;

/// <summary>Sends an order to the admin API and prints what came of it.</summary>
internal static class AdminOrders
{
    internal static async Task<int> SendAsync(Uri endpoint, HttpMethod method, string path, JsonObject? body, bool asJson, Action<JsonElement> print, CancellationToken cancellation)
    {
        using var cloud = new AdminClient(endpoint);
        var answer = await cloud.SendAsync(method, path, body, cancellation);
        if (answer is null)
        {
            await Console.Error.WriteLineAsync($"unkai: no cloud answers on {endpoint}");
            return ExitCodes.NoCloud;
        }

        if (answer.Refusal is not null)
        {
            await Console.Error.WriteLineAsync($"unkai: {answer.Refusal}");
            return ExitCodes.Failed;
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

    internal static string PathOf(string world, string? part = null) =>
        $"/_unkai/worlds/{Uri.EscapeDataString(world)}{(part is null ? "" : "/" + part)}";
}
