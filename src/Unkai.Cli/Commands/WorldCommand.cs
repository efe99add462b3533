using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai world</c>: makes, forks, lists, resets, serves, exports, imports and deletes worlds.</summary>
internal static class WorldCommand
{
    internal static Command Create() => new("world", "Work with worlds: whole clouds beside one another")
    {
        List(),
        Make(),
        Fork(),
        Simple("delete", "Delete a world and all that only it holds", HttpMethod.Delete, null, body => $"deleted {body.GetProperty("deleted").GetString()}"),
        Simple("reset", "Empty a world, as if just made", HttpMethod.Post, "reset", body => $"reset {body.GetProperty("name").GetString()}"),
        Serve(),
        WorldTransfer.Export(),
        WorldTransfer.Import(),
    };

    private static Argument<string> Name(string name = "name") => new(name) { Description = WorldName.Rule };

    private static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    private static Option<ulong?> Seed() => new("--seed") { Description = "Draw ids, tokens and jitter from this number, so that the same calls give the same answers" };

    private static Command List()
    {
        var endpoint = Endpoint.CreateOption();
        var json = Json();
        var command = new Command("ls", "List the worlds") { endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)), HttpMethod.Get, "/_unkai/worlds", null, parsed.GetValue(json), Print, cancellation));
        return command;
    }

    private static Command Make()
    {
        var (endpoint, json, name, seed) = (Endpoint.CreateOption(), Json(), Name(), Seed());
        var command = new Command("create", "Make an empty world") { name, seed, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            HttpMethod.Post,
            "/_unkai/worlds",
            new JsonObject { ["name"] = parsed.GetValue(name), ["seed"] = parsed.GetValue(seed) },
            parsed.GetValue(json),
            PrintKey,
            cancellation));
        return command;
    }

    private static Command Fork()
    {
        var (endpoint, json, from, to, seed) = (Endpoint.CreateOption(), Json(), Name("from"), Name("to"), Seed());
        var command = new Command("fork", "Copy a whole world as it is now") { from, to, seed, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            HttpMethod.Post,
            "/_unkai/worlds",
            new JsonObject { ["name"] = parsed.GetValue(to), ["from"] = parsed.GetValue(from), ["seed"] = parsed.GetValue(seed) },
            parsed.GetValue(json),
            PrintKey,
            cancellation));
        return command;
    }

    private static Command Simple(string verb, string description, HttpMethod method, string? part, Func<JsonElement, string> say)
    {
        var (endpoint, json, name) = (Endpoint.CreateOption(), Json(), Name());
        var command = new Command(verb, description) { name, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            method,
            AdminOrders.PathOf(parsed.GetValue(name)!, part),
            null,
            parsed.GetValue(json),
            body => Console.WriteLine($"unkai: {say(body)}"),
            cancellation));
        return command;
    }

    private static Command Serve()
    {
        var (endpoint, json, name) = (Endpoint.CreateOption(), Json(), Name());
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one" };
        var command = new Command("serve", "Give a world a port of its own, until the cloud stops or the world goes") { name, port, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            HttpMethod.Post,
            AdminOrders.PathOf(parsed.GetValue(name)!, "ports"),
            new JsonObject { ["port"] = parsed.GetValue(port) },
            parsed.GetValue(json),
            body => Console.WriteLine($"unkai: {parsed.GetValue(name)} is ready on {body.GetProperty("address").GetString()}"),
            cancellation));
        return command;
    }

    private static void Print(JsonElement body)
    {
        foreach (var world in body.GetProperty("worlds").EnumerateArray())
        {
            var rate = world.GetProperty("rate").GetDouble();
            var clock = rate switch { 0 => "frozen", 1 => "runs", _ => $"runs {rate} times as fast" };
            var parent = world.GetProperty("parent").GetString() is { } from ? $"  forked from {from}" : "";
            var addresses = string.Concat(world.GetProperty("addresses").EnumerateArray().Select(address => "  " + address.GetString()));
            Console.WriteLine($"{world.GetProperty("name").GetString(),-20} {world.GetProperty("time").GetDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}  {clock}{parent}{addresses}");
        }
    }

    private static void PrintKey(JsonElement body)
    {
        var name = body.GetProperty("name").GetString();
        Console.WriteLine($"unkai: {name} is ready: AWS_ACCESS_KEY_ID=000000000000@{name}");
    }
}
