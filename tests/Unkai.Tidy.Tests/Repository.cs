namespace Unkai.Tidy.Tests;

/// <summary>The sources, as they stand in the working tree.</summary>
internal static class Repository
{
    private static readonly HashSet<string> s_notOurs = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults", "__pycache__"];

    internal static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with slashes.</summary>
    internal static IReadOnlyList<string> Files { get; } = [.. FilesUnder(Root).Select(Relative).Order(StringComparer.Ordinal)];

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    internal static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    internal static IEnumerable<string> FilesOf(string folder, string extension) =>
        Files.Where(path => path.StartsWith(folder, StringComparison.Ordinal) && path.EndsWith(extension, StringComparison.Ordinal));

    private static IEnumerable<string> FilesUnder(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(inner => !s_notOurs.Contains(Path.GetFileName(inner))).SelectMany(FilesUnder));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests lie outside the repository.");
        }

        return folder.FullName;
    }
}
