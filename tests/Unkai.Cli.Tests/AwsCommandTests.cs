using System.Diagnostics;

namespace Unkai.Cli.Tests;

/// <summary>The unkai command with a stand-in for the AWS CLI that says what it was given.</summary>
public sealed class AwsCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("unkai-cli-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("--help")]
    [InlineData("s3", "--help")]
    [InlineData("s3", "-h")]
    [InlineData("--version")]
    [InlineData("lambda", "invoke", "--payload", "@event.json", "--", "aws", "[suggest]", "a b")]
    public async Task What_stands_behind_aws_reaches_the_AWS_CLI_to_the_letter(params string[] arguments)
    {
        var given = await RunAsync(["aws", .. arguments]);

        Assert.Equal(["--endpoint-url", "http://127.0.0.1:7299", .. arguments], given.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Help_of_unkai_itself_names_the_command() => Assert.Contains("Run the AWS CLI against the cloud", await RunAsync(["--help"]), StringComparison.Ordinal);

    private async Task<string> RunAsync(string[] arguments)
    {
        var standIn = Path.Combine(_folder.FullName, "aws");
        await File.WriteAllTextAsync(standIn, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(standIn, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "unkai.dll"), .. arguments]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_folder.FullName}:{start.Environment["PATH"]}";
        start.Environment["UNKAI_ENDPOINT"] = "http://127.0.0.1:7299";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
