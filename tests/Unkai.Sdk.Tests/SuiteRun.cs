using System.Diagnostics;
using System.Text;

namespace Unkai.Sdk.Tests;

/// <summary>What the cases of one file came to.</summary>
internal sealed class SuiteRun
{
    private readonly Dictionary<string, (string Outcome, string Output)> _cases;
    private readonly string _output;

    private SuiteRun(Dictionary<string, (string Outcome, string Output)> cases, string output)
    {
        _cases = cases;
        _output = output;
    }

    internal (string Outcome, string Output) Find(string name) =>
        _cases.TryGetValue(name, out var found) ? found : ("failed", $"The run did not come to '{name}':\n{_output}");

    internal static async Task<SuiteRun> RunAsync(Uri cloud, string program, string file, string run)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = SuiteFiles.Root };
        SuiteFiles.Arguments(file).ForEach(start.ArgumentList.Add);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_ENDPOINT_URL"] = cloud.GetLeftPart(UriPartial.Authority);
        start.Environment["AWS_ACCESS_KEY_ID"] = "test";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_REGION"] = "us-east-1";
        start.Environment["AWS_DEFAULT_REGION"] = "us-east-1";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = "/dev/null";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["UNKAI_RUN"] = run;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new StringBuilder();
        var cases = new Dictionary<string, (string, string)>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split('\t') is ["CASE", _, var name, var outcome, var encoded])
            {
                cases[name] = (outcome, Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
            }
            else
            {
                output.AppendLine(line);
            }
        }

        await process.WaitForExitAsync();
        return new SuiteRun(cases, $"{output}{await errors}\nexit code {process.ExitCode}");
    }
}
