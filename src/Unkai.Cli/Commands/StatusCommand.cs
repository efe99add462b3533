using System.CommandLine;
using System.Text.Json;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai status</c>: whether a cloud runs, where its state is, and what is not isolated.</summary>
internal static class StatusCommand
{
    internal static Command Create()
    {
        var endpoint = Endpoint.CreateOption();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var world = new Option<string>("--world") { Description = "The world whose calls are counted (default: default)", DefaultValueFactory = _ => WorldName.Default.Value };
        var command = new Command("status", "Show a running cloud's state") { world, endpoint, json };
        command.SetAction((parsed, cancellation) => RunAsync(Endpoint.Find(parsed.GetValue(endpoint)), parsed.GetValue(world)!, parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri endpoint, string world, bool asJson, CancellationToken cancellation) =>
        await AdminOrders.SendAsync(endpoint, HttpMethod.Get, "/_unkai/status?world=" + Uri.EscapeDataString(world), null, asJson, root => Print(endpoint, root), cancellation);

    private static void Print(Uri endpoint, JsonElement root)
    {
        Console.WriteLine($"unkai {Text(root, "version")} on {endpoint} (process {Text(root, "processId")})");
        Console.WriteLine($"  data            {Text(root, "data") switch { "" => "in memory only", var directory => directory }}");
        Console.WriteLine($"  durability      {Text(root, "durability")}");
        Console.WriteLine($"  store           {Text(root, "store")}");
        Console.WriteLine($"  authentication  {Text(root, "authentication")}");
        Console.WriteLine($"  authorization   {Text(root, "authorization")}");
        Console.WriteLine($"  memory          {root.GetProperty("memoryBytes").GetInt64() / 1024 / 1024} MB");
        Console.WriteLine($"  world           {Text(root, "world")}");
        Console.WriteLine($"  functions       {Text(root, "processes")} processes");
        Console.WriteLine($"  calls           {root.GetProperty("usage").EnumerateArray().Sum(usage => usage.GetProperty("calls").GetInt64())}");
        foreach (var gap in root.GetProperty("notIsolated").EnumerateArray())
        {
            Console.WriteLine($"  not isolated    {gap.GetString()}");
        }
    }

    private static string Text(JsonElement root, string name) => root.GetProperty(name).ToString();
}
