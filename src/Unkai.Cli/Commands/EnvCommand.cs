using System.CommandLine;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai env</c>: shell exports that point AWS's tools at the cloud.</summary>
internal static class EnvCommand
{
    internal static Command Create()
    {
        var endpoint = Endpoint.CreateOption();
        var command = new Command("env", "Print exports for the shell: eval \"$(unkai env)\"") { endpoint };
        command.SetAction(parsed =>
        {
            foreach (var (name, value) in Variables(Endpoint.Find(parsed.GetValue(endpoint))))
            {
                Console.WriteLine($"export {name}={value}");
            }

            // Older AWS CLIs do not read AWS_ENDPOINT_URL, and version 1 overrides it for SQS: a flag is heard by all.
            Console.WriteLine("aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }");
            return ExitCodes.Done;
        });
        return command;
    }

    internal static IEnumerable<KeyValuePair<string, string>> Variables(Uri endpoint) =>
    [
        new("AWS_ENDPOINT_URL", endpoint.GetLeftPart(UriPartial.Authority)),
        new("AWS_ACCESS_KEY_ID", "test"),
        new("AWS_SECRET_ACCESS_KEY", "test"),
        new("AWS_REGION", "us-east-1"),

        // Version 1 of the AWS CLI and boto3 read the region under this name only.
        new("AWS_DEFAULT_REGION", "us-east-1"),

        // Some operations ask for a label before the host ("streaming-", "sync-"): an IP address takes none.
        new("AWS_DISABLE_HOST_PREFIX_INJECTION", "true"),
    ];
}
