namespace Transcode;

/// <summary>A folder of this invocation's own under <c>/tmp</c>, gone at its end: the next invocation may get the same process.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("transcode-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    internal string File(string name) => Path.Combine(_folder, name);

    internal IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(_folder, pattern).Order(StringComparer.Ordinal);
}
