namespace Unkai.Cli.Tests;

/// <summary>A new data directory that goes with the test.</summary>
internal sealed class DataFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("unkai-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
