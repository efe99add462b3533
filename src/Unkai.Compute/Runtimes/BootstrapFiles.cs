namespace Unkai.Compute;

/// <summary>Writes the bootstraps, which this assembly carries, where functions' processes can read them.</summary>
internal static class BootstrapFiles
{
    private const string Prefix = "bootstraps/";

    /// <returns>The folder: <c>python/</c>, <c>node/</c>, <c>dotnet/</c> in it.</returns>
    public static string Write(string stateDirectory)
    {
        var assembly = typeof(BootstrapFiles).Assembly;
        // A folder for each build: a server that still runs keeps the ones it was built with.
        var folder = Path.Combine(stateDirectory, "bootstraps", assembly.ManifestModule.ModuleVersionId.ToString("N"));
        foreach (var name in assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var path = Path.Combine(folder, name[Prefix.Length..]);
            using var content = assembly.GetManifestResourceStream(name)!;
            if (File.Exists(path) && new FileInfo(path).Length == content.Length)
            {
                continue;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var partial = $"{path}.{Environment.ProcessId}";
            using (var file = File.Create(partial))
            {
                content.CopyTo(file);
            }

            File.Move(partial, path, overwrite: true);
        }

        return folder;
    }
}
