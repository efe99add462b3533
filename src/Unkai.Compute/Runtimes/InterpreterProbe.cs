namespace Unkai.Compute;

/// <summary>Asks an interpreter what and where it really is; version managers' shims answer for the real one.</summary>
internal static class InterpreterProbe
{
    private const string PythonQuestion =
        "import sys, os, importlib.util as u; s = u.find_spec('boto3'); print('.'.join(map(str, sys.version_info[:3]))); "
        + "print(os.path.realpath(sys.executable)); print(sys.base_prefix); print(os.path.dirname(os.path.dirname(s.origin)) if s else '')";

    private const string NodeQuestion = "console.log(process.versions.node); console.log(fs.realpathSync(process.execPath))";

    public static IReadOnlyList<Interpreter> Python(IProcessLauncher launcher, string path)
    {
        if (Ask(launcher, path, "-c", PythonQuestion) is not [var version, var executable, var prefix, .. var rest] || !Version.TryParse(version, out var parsed))
        {
            return [];
        }

        var sdk = rest is [{ Length: > 0 } folder, ..] ? folder : null;
        return [new Interpreter(executable, parsed, Outside([prefix, .. sdk is null ? Array.Empty<string>() : [sdk]]), sdk)];
    }

    public static IReadOnlyList<Interpreter> NodeJs(IProcessLauncher launcher, string path) =>
        Ask(launcher, path, "-e", NodeQuestion) is [var version, var executable, ..] && Version.TryParse(version, out var parsed)
            ? [new Interpreter(executable, parsed, Outside([Path.GetDirectoryName(Path.GetDirectoryName(executable)!)!]))]
            : [];

    public static IReadOnlyList<Interpreter> DotNet(IProcessLauncher launcher, string path)
    {
        var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        var folders = Outside([Path.GetDirectoryName(real)!]);
        List<Interpreter> found = [];
        foreach (var line in Ask(launcher, real, "--list-runtimes"))
        {
            // Microsoft.NETCore.App 10.0.1 [/usr/share/dotnet/shared/Microsoft.NETCore.App]
            if (line.Split(' ') is ["Microsoft.NETCore.App", var version, ..] && Version.TryParse(version.Split('-')[0], out var parsed)
                && parsed.Major >= DotNetBootstrapMajor)
            {
                found.Add(new Interpreter(real, parsed, folders));
            }
        }

        return found;
    }

    /// <summary>The bootstrap is built for .NET 10: older runtimes cannot load it.</summary>
    private const int DotNetBootstrapMajor = 10;

    private static string[] Ask(IProcessLauncher launcher, string path, params string[] arguments)
    {
        var environment = new Dictionary<string, string>();
        foreach (var name in (string[])["PATH", "HOME", "PYENV_ROOT", "NVM_DIR"])
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        var command = new ProcessCommand { FileName = path, Arguments = arguments, Environment = environment, WorkingDirectory = "/" };
        return ProgramOutput.Read(launcher, command) is { Status: 0, Text: var text } ? text.Split('\n') : [];
    }

    private static List<string> Outside(IEnumerable<string> folders)
    {
        List<string> kept = [];
        foreach (var folder in folders)
        {
            if (folder != "/" && !folder.StartsWith("/usr", StringComparison.Ordinal) && !kept.Any(parent => folder.StartsWith(parent + '/', StringComparison.Ordinal) || folder == parent))
            {
                kept.Add(folder);
            }
        }

        return kept;
    }
}
