using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai fault</c>: breaks calls on purpose.</summary>
internal static class FaultCommand
{
    /// <summary>Options whose value is a text of the rule's JSON.</summary>
    private static readonly (string Name, string Member, string Description)[] s_texts =
    [
        ("--service", "service", "The service, such as sqs (default: all)"),
        ("--operation", "operation", "A pattern for the operation, such as SendMessage or Get*"),
        ("--resource", "resource", "A pattern for the ARN of what is touched"),
        ("--caller", "caller", "A pattern for the caller's ARN"),
        ("--error", "error", "The error code to answer with"),
        ("--message", "message", "The error's message"),
        ("--drop", "drop", "Break the connection before or after the effect"),
        ("--delay", "delay", "Hold the call up, such as 200ms"),
        ("--delay-max", "delayMax", "Draw the delay evenly up to this"),
        ("--from", "from", "From when it counts, in the world's time"),
        ("--until", "until", "Until when it counts, in the world's time"),
    ];

    internal static Command Create() => new("fault", "Break calls on purpose") { Add(), List(), Remove() };

    private static Option<string> World() => new("--world") { Description = "The world (default: default)", DefaultValueFactory = _ => WorldName.Default.Value };

    private static Option<bool> Json() => new("--json") { Description = "Print JSON" };

    private static Command Add()
    {
        var (endpoint, world, json) = (Endpoint.CreateOption(), World(), Json());
        var rate = new Option<double>("--rate") { Description = "The share of the calls that are hit, above 0 and at most 1", DefaultValueFactory = _ => 1 };
        var status = new Option<int?>("--status") { Description = "The error's HTTP status (default: the code's)" };
        var command = new Command("add", "Add a rule") { world, rate, status, endpoint, json };
        var texts = s_texts.Select(text => (Option: new Option<string?>(text.Name) { Description = text.Description }, text.Member)).ToList();
        texts.ForEach(text => command.Options.Add(text.Option));
        command.SetAction((parsed, cancellation) =>
        {
            var body = new JsonObject { ["rate"] = parsed.GetValue(rate), ["status"] = parsed.GetValue(status) };
            texts.ForEach(text => body[text.Member] = parsed.GetValue(text.Option));
            return AdminOrders.SendAsync(
                Endpoint.Find(parsed.GetValue(endpoint)), HttpMethod.Post, AdminOrders.PathOf(parsed.GetValue(world)!, "faults"), body, parsed.GetValue(json), Print, cancellation);
        });
        return command;
    }

    private static Command List()
    {
        var (endpoint, world, json) = (Endpoint.CreateOption(), World(), Json());
        var command = new Command("ls", "List the rules and how often they have hit") { world, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            HttpMethod.Get,
            AdminOrders.PathOf(parsed.GetValue(world)!, "faults"),
            null,
            parsed.GetValue(json),
            body => body.GetProperty("faults").EnumerateArray().ToList().ForEach(Print),
            cancellation));
        return command;
    }

    private static Command Remove()
    {
        var (endpoint, world, json) = (Endpoint.CreateOption(), World(), Json());
        var id = new Argument<string>("id") { Description = "The rule's id, as fault ls shows it" };
        var command = new Command("rm", "Remove a rule") { id, world, endpoint, json };
        command.SetAction((parsed, cancellation) => AdminOrders.SendAsync(
            Endpoint.Find(parsed.GetValue(endpoint)),
            HttpMethod.Delete,
            AdminOrders.PathOf(parsed.GetValue(world)!, "faults/" + Uri.EscapeDataString(parsed.GetValue(id)!)),
            null,
            parsed.GetValue(json),
            body => Console.WriteLine($"unkai: removed {body.GetProperty("removed").GetString()}"),
            cancellation));
        return command;
    }

    private static void Print(JsonElement rule)
    {
        string Text(string name) => rule.GetProperty(name).ToString();
        var effect = Text("error") is { Length: > 0 } error ? error : Text("drop") is { Length: > 0 } drop ? $"drop {drop}" : "delay";
        Console.WriteLine($"{Text("id")}  {(Text("service") is { Length: > 0 } service ? service : "*")}:{(Text("operation") is { Length: > 0 } operation ? operation : "*")}  {effect}  rate {Text("rate")}  hit {Text("hits")} times");
    }
}
