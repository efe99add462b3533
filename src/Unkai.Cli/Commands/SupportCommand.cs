using System.CommandLine;
using System.Text.Json;
using Unkai.Server;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai support</c>: which operations are implemented, from the code itself.</summary>
internal static class SupportCommand
{
    internal static Command Create()
    {
        var service = new Argument<string?>("service") { Description = "A service, such as sqs (default: all)", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("support", "Show which operations are implemented") { service, json };
        command.SetAction(parsed => Run(parsed.GetValue(service), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string? service, bool asJson)
    {
        var support = SupportTable.Read().Where(row => service is null || row.Service == service).ToList();
        if (support.Count == 0)
        {
            Console.Error.WriteLine($"unkai: there is no service '{service}' here");
            return ExitCodes.Usage;
        }

        if (asJson)
        {
            Console.WriteLine(JsonSerializer.Serialize(support, JsonText.Indented));
            return ExitCodes.Done;
        }

        foreach (var row in support)
        {
            Console.WriteLine($"{row.Service}  {row.Implemented.Count} of {row.Implemented.Count + row.NotImplemented.Count} operations");
            if (service is not null)
            {
                foreach (var operation in row.Implemented)
                {
                    Console.WriteLine($"  yes  {operation}");
                }

                foreach (var operation in row.NotImplemented)
                {
                    Console.WriteLine($"  no   {operation}");
                }
            }
        }

        return ExitCodes.Done;
    }
}
