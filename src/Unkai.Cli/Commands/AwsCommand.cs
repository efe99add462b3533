using System.CommandLine;
using System.Diagnostics;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai aws …</c>: the AWS CLI against the cloud.</summary>
internal static class AwsCommand
{
    private const string Name = "aws";

    /// <summary>The command as <c>unkai --help</c> lists it; its line is never parsed here.</summary>
    internal static Command Create() =>
        new(Name, "Run the AWS CLI against the cloud") { new Argument<string[]>("arguments") { Description = "What the AWS CLI gets", Arity = ArgumentArity.ZeroOrMore } };

    /// <summary>Runs the AWS CLI with what stands behind <c>aws</c>, to the letter: <c>--help</c>, <c>--</c> and <c>@file</c> are its own.</summary>
    /// <returns>Null when the command line is another command's.</returns>
    internal static Task<int>? Run(string[] commandLine) => commandLine is [Name, .. var arguments] ? RunAsync(arguments) : null;

    private static async Task<int> RunAsync(string[] arguments)
    {
        var endpoint = Endpoint.Find(null);
        var start = new ProcessStartInfo(Name, ["--endpoint-url", endpoint.GetLeftPart(UriPartial.Authority), .. arguments]);
        foreach (var (name, value) in EnvCommand.Variables(endpoint))
        {
            start.Environment[name] = value;
        }

        // Where the CLI puts a label before the host (S3 Control's account, an access point) no resolver has to know the name: the cloud is its own proxy.
        start.Environment["HTTP_PROXY"] = start.Environment["http_proxy"] = endpoint.GetLeftPart(UriPartial.Authority);
        start.Environment.Remove("NO_PROXY");
        start.Environment.Remove("no_proxy");

        try
        {
            using var process = ForegroundProcess.Start(start);

            // Ctrl-C reaches the AWS CLI too; it ends by itself.
            Console.CancelKeyPress += static (_, pressed) => pressed.Cancel = true;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync("unkai: the AWS CLI is not installed (https://docs.aws.amazon.com/cli/; on Debian: apt install awscli)");
            return ExitCodes.Missing;
        }
    }
}
