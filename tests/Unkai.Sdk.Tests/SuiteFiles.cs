using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Unkai.Sdk.Tests;

/// <summary>The files of <c>tests/sdk</c>, the cases in them, and how each is run.</summary>
internal static partial class SuiteFiles
{
    internal static string Root { get; } = Path.Combine(RepositoryRoot(), "tests", "sdk");

    /// <summary>The Pythons that have a boto3, the newest first. Debian's own is old and speaks Query to SQS, which is welcome.</summary>
    internal static IReadOnlyList<string> Pythons { get; } = FindPythons();

    internal static bool HasNode { get; } = Directory.Exists(Path.Combine(Root, "node", "node_modules")) && Answers("node", "--version") is not null;

    internal static bool HasCli { get; } = Answers("aws", "--version") is not null;

    internal static List<string> Arguments(string file) => Path.GetExtension(file) switch
    {
        ".py" => ["python/run.py", file],
        ".sh" => ["cli/run.sh", file],
        _ => ["--test", "--test-reporter=./node/reporter.mjs", "--test-reporter-destination=stdout", file],
    };

    /// <summary>Each case of each file: file and name.</summary>
    internal static IEnumerable<(string File, string Name)> Cases(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Root, folder)).Order(StringComparer.Ordinal))
        {
            var file = $"{folder}/{Path.GetFileName(path)}";
            var pattern = file switch
            {
                _ when file.EndsWith(".test.mjs", StringComparison.Ordinal) => NodeCase(),
                _ when file.EndsWith(".py", StringComparison.Ordinal) => PythonCase(),
                _ when file.EndsWith(".sh", StringComparison.Ordinal) => ShellCase(),
                _ => null,
            };
            foreach (Match match in pattern?.Matches(File.ReadAllText(path)) ?? Enumerable.Empty<Match>())
            {
                yield return (file, match.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"^    def (test_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex PythonCase();

    [GeneratedRegex(@"^test\('([^']+)'", RegexOptions.Multiline)]
    private static partial Regex NodeCase();

    [GeneratedRegex(@"^case_(\w+)\(\)", RegexOptions.Multiline)]
    private static partial Regex ShellCase();

    private static List<string> FindPythons()
    {
        var found = new List<(string Program, string Version)>();
        foreach (var program in new[] { "python3", "/usr/bin/python3" })
        {
            if (Answers(program, "-c", "import boto3; print(boto3.__version__)") is { } version && !found.Exists(one => one.Version == version))
            {
                found.Add((program, version));
            }
        }

        return [.. found.Select(one => one.Program)];
    }

    private static string? Answers(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests lie outside the repository.");
        }

        return folder.FullName;
    }
}
