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
        ("--delay", "delay", "Hold the call up, such as 200ms; with --job late, --disk slow and --crash, by how much"),
        ("--delay-max", "delayMax", "Draw the delay evenly up to this"),
        ("--delay-mean", "delayMean", "Draw the delay from an exponential distribution of this mean, or with --delay-deviation a normal one"),
        ("--delay-deviation", "delayDeviation", "The normal distribution's standard deviation"),
        ("--job", "job", "Run jobs twice, or late"),
        ("--kind", "kind", "A pattern for the job's kind, such as s3.notify"),
        ("--disk", "disk", "Make the world's commits fail as on a full disk, or slow"),
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
        var times = new Option<int?>("--times") { Description = "How often it hits in all (default: without end)" };
        var crash = new Option<bool>("--crash") { Description = "Kill the function's sandbox during an invocation: after the delay, at the latest when it would answer" };
        var percentiles = new Option<string?>("--delay-percentiles") { Description = "Draw the delay from a table, such as 50=20ms,90=100ms,99=1s" };
        var command = new Command("add", "Add a rule") { world, rate, times, status, crash, percentiles, endpoint, json };
        var texts = s_texts.Select(text => (Option: new Option<string?>(text.Name) { Description = text.Description }, text.Member)).ToList();
        texts.ForEach(text => command.Options.Add(text.Option));
        command.SetAction((parsed, cancellation) =>
        {
            var body = new JsonObject { ["rate"] = parsed.GetValue(rate), ["status"] = parsed.GetValue(status), ["times"] = parsed.GetValue(times), ["crash"] = parsed.GetValue(crash) };
            body["delayPercentiles"] = parsed.GetValue(percentiles) is { } table ? TableOf(table) : null;
            texts.ForEach(text => body[text.Member] = parsed.GetValue(text.Option));
            return AdminOrders.SendAsync(
                Endpoint.Find(parsed.GetValue(endpoint)), HttpMethod.Post, AdminOrders.PathOf(parsed.GetValue(world)!, "faults"), body, parsed.GetValue(json), Print, cancellation);
        });
        return command;
    }

    /// <summary><c>50=20ms,99=1s</c> as an object; the cloud says what is wrong with it.</summary>
    private static JsonObject TableOf(string text)
    {
        var table = new JsonObject();
        foreach (var point in text.Split(','))
        {
            var parts = point.Split('=', 2);
            table[parts[0].Trim().TrimStart('p')] = parts.Length == 2 ? parts[1].Trim() : "";
        }

        return table;
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
        string Or(string name, string other) => Text(name) is { Length: > 0 } text ? text : other;
        var effect = Text("error") is { Length: > 0 } error ? error
            : Text("drop") is { Length: > 0 } drop ? $"drop {drop}"
            : Text("job") is { Length: > 0 } job ? $"job {job}"
            : Text("disk") is { Length: > 0 } disk ? $"disk {disk}"
            : rule.GetProperty("crash").GetBoolean() ? "crash"
            : "delay";
        var target = Text("job").Length > 0 ? Or("kind", Or("service", "*")) : Text("disk").Length > 0 ? "commits" : $"{Or("service", "*")}:{Or("operation", "*")}";
        Console.WriteLine($"{Text("id")}  {target}  {effect}  rate {Text("rate")}  hit {Text("hits")}{(Text("times") is { Length: > 0 } times ? $" of {times}" : "")} times");
    }
}
