using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai clock</c>: stops a world's time, turns it forward, settles it, lets it run.</summary>
internal static class ClockCommand
{
    internal static Command Create()
    {
        var at = new Option<string?>("--at") { Description = "The time to stand at or run from, such as 2026-01-31T12:00:00Z (default: the world's time now)", HelpName = "TIME" };
        var rate = new Option<double>("--rate") { Description = "World seconds for each second", DefaultValueFactory = _ => 1 };
        var by = new Argument<string>("duration") { Description = Server.Admin.DurationText.Rule };
        return new Command("clock", "Work with a world's time")
        {
            Order("show", "Show a world's time", null, [], null),
            Order("freeze", "Stop time: nothing due happens by itself", "freeze", [at], (parsed, body) => body["at"] = parsed.GetValue(at)),
            Order("run", "Let time run", "run", [at, rate], (parsed, body) => (body["at"], body["rate"]) = (parsed.GetValue(at), parsed.GetValue(rate))),
            Order("advance", "Turn time forward, running everything due on the way", "advance", [], (parsed, body) => body["by"] = parsed.GetValue(by), by),
            Order("settle", "Run what is due now, and what that causes, until nothing is due or running", "settle", [], null),
        };
    }

    private static Command Order(string verb, string description, string? action, Option[] options, Action<ParseResult, JsonObject>? fill, Argument? argument = null)
    {
        var endpoint = Endpoint.CreateOption();
        var world = new Option<string>("--world") { Description = "The world (default: default)", DefaultValueFactory = _ => WorldName.Default.Value };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command(verb, description) { world, endpoint, json };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        if (argument is not null)
        {
            command.Arguments.Add(argument);
        }

        command.SetAction((parsed, cancellation) =>
        {
            JsonObject? body = null;
            if (action is not null)
            {
                body = new JsonObject { ["action"] = action };
                fill?.Invoke(parsed, body);
            }

            return AdminOrders.SendAsync(
                Endpoint.Find(parsed.GetValue(endpoint)),
                action is null ? HttpMethod.Get : HttpMethod.Post,
                AdminOrders.PathOf(parsed.GetValue(world)!, "clock"),
                body,
                parsed.GetValue(json),
                Print,
                cancellation);
        });
        return command;
    }

    private static void Print(JsonElement body)
    {
        var rate = body.GetProperty("rate").GetDouble();
        Console.WriteLine($"unkai: {body.GetProperty("name").GetString()} is at {body.GetProperty("time").GetDateTimeOffset():yyyy-MM-ddTHH:mm:ss.fffZ}, {(rate == 0 ? "frozen" : $"running at {rate}")}");
        if (!body.TryGetProperty("jobCount", out var count))
        {
            return;
        }

        Console.WriteLine($"  ran {count.GetInt32()} jobs and {body.GetProperty("invocations").GetInt64()} function invocations");
        foreach (var kind in body.GetProperty("jobs").EnumerateArray().GroupBy(job => job.GetProperty("kind").GetString()))
        {
            Console.WriteLine($"    {kind.Count(),6}  {kind.Key}");
        }

        foreach (var failure in body.GetProperty("failures").EnumerateArray())
        {
            Console.WriteLine($"  failed  {failure.GetProperty("ranAt").GetDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ}  {failure.GetProperty("kind").GetString()}: {failure.GetProperty("problem").GetString()}");
        }
    }
}
