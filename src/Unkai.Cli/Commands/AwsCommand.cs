using System.CommandLine;
using System.Diagnostics;

namespace Unkai.Cli.Commands;

/// <summary><c>unkai aws …</c>: the AWS CLI against the cloud.</summary>
internal static class AwsCommand
{
    internal static Command Create()
    {
        var arguments = new Argument<string[]>("arguments") { Description = "What the AWS CLI gets", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("aws", "Run the AWS CLI against the cloud") { arguments };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => RunAsync([.. parsed.Tokens.SkipWhile(token => token.Value != "aws").Skip(1).Select(token => token.Value)], cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var endpoint = Endpoint.Find(null);
        var start = new ProcessStartInfo("aws", ["--endpoint-url", endpoint.GetLeftPart(UriPartial.Authority), .. arguments]);
        foreach (var (name, value) in EnvCommand.Variables(endpoint))
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = ForegroundProcess.Start(start);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            await Console.Error.WriteLineAsync("unkai: the AWS CLI is not installed (https://docs.aws.amazon.com/cli/; on Debian: apt install awscli)");
            return ExitCodes.Missing;
        }
    }
}
