using System.Collections.Concurrent;

namespace Unkai.Compute;

/// <summary>Finds interpreters when they are first wanted and remembers them.</summary>
internal sealed class InterpreterCatalogue(IProcessLauncher launcher)
{
    private readonly ConcurrentDictionary<string, Lazy<Interpreter?>> _chosen = new();
    private readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<Interpreter>>> _probed = new();

    /// <returns>The exact interpreter, or else the nearest: the next newer one, or the newest older; null when there is none.</returns>
    public Interpreter? Find(RuntimeIdentifier runtime) =>
        _chosen.GetOrAdd(runtime.Name, _ => new Lazy<Interpreter?>(() => Choose(runtime))).Value;

    private Interpreter? Choose(RuntimeIdentifier runtime)
    {
        var wanted = runtime.Wanted!;
        var seen = new List<Interpreter>();
        foreach (var candidate in Candidates(runtime.Family, wanted))
        {
            foreach (var interpreter in _probed.GetOrAdd(candidate, path => new Lazy<IReadOnlyList<Interpreter>>(() => Probe(runtime.Family, path))).Value)
            {
                if (interpreter.Matches(wanted, runtime.Family))
                {
                    return Complete(interpreter, seen);
                }

                seen.Add(interpreter);
            }
        }

        var nearest = seen.Where(found => found.Version > wanted).MinBy(static found => found.Version)
            ?? seen.MaxBy(static found => found.Version);
        return nearest is null ? null : Complete(nearest, seen);
    }

    private IReadOnlyList<Interpreter> Probe(RuntimeFamily family, string path) => family switch
    {
        RuntimeFamily.Python => InterpreterProbe.Python(launcher, path),
        RuntimeFamily.NodeJs => InterpreterProbe.NodeJs(launcher, path),
        RuntimeFamily.DotNet => InterpreterProbe.DotNet(launcher, path),
        RuntimeFamily.Provided or RuntimeFamily.Ruby or RuntimeFamily.Java => [],
        _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    private static Interpreter Complete(Interpreter chosen, List<Interpreter> seen)
    {
        if (chosen.SdkDirectory is not null || seen.FirstOrDefault(static other => other.SdkDirectory is not null) is not { SdkDirectory: { } sdk } other)
        {
            return chosen;
        }

        return chosen with { SdkDirectory = sdk, Directories = [.. chosen.Directories, .. other.Directories.Where(sdk.StartsWith)] };
    }

    private static IEnumerable<string> Candidates(RuntimeFamily family, Version wanted)
    {
        switch (family)
        {
            case RuntimeFamily.Python:
                return
                [
                    .. ExecutableSearch.FindAll("python3").Take(2),
                    .. ExecutableSearch.FindAll($"python{wanted}").Take(2),
                    .. Versions("PYENV_ROOT", ".pyenv", "versions", $"{wanted}.*", "bin/python3"),
                ];
            case RuntimeFamily.NodeJs:
                return [.. ExecutableSearch.FindAll("node").Take(2), .. Versions("NVM_DIR", ".nvm", "versions/node", $"v{wanted.Major}.*", "bin/node")];
            case RuntimeFamily.DotNet:
                return ExecutableSearch.FindAll("dotnet").Take(1);
            case RuntimeFamily.Provided or RuntimeFamily.Ruby or RuntimeFamily.Java:
                return [];
            default:
                throw new ArgumentOutOfRangeException(nameof(family));
        }
    }

    /// <summary>What version managers (pyenv, nvm) have installed in the user's home.</summary>
    private static IEnumerable<string> Versions(string variable, string homeFolder, string versions, string pattern, string executable)
    {
        var root = Environment.GetEnvironmentVariable(variable)
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), homeFolder);
        var folder = Path.Combine(root, versions);
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, pattern)
                .OrderDescending(StringComparer.Ordinal)
                .Select(version => Path.Combine(version, executable))
                .Where(ExecutableSearch.IsExecutable)
            : [];
    }
}
