using System.Globalization;

namespace Unkai.Compute;

/// <summary>Which program runs a function, in the function's own paths.</summary>
internal static class RuntimePrograms
{
    /// <summary>The share of the function's memory that V8 may fill before it gives up by itself.</summary>
    private const double NodeHeapShare = 0.9;

    public static ProcessCommand For(RuntimeFamily family, Interpreter? interpreter, FunctionDefinition definition, SandboxPaths paths) => family switch
    {
        RuntimeFamily.Python => new() { FileName = interpreter!.Executable, Arguments = ["-B", "-S", paths.Runtime + "/python/bootstrap.py"] },
        RuntimeFamily.NodeJs => new()
        {
            FileName = interpreter!.Executable,
            Arguments =
            [
                string.Create(CultureInfo.InvariantCulture, $"--max-old-space-size={(int)(definition.MemoryMegabytes * NodeHeapShare)}"),
                paths.Runtime + "/node/bootstrap.cjs",
            ],
        },
        RuntimeFamily.DotNet => new()
        {
            FileName = interpreter!.Executable,
            Arguments = IsExecutableAssembly(definition.Handler)
                ? ["exec", $"{paths.Task}/{definition.Handler}.dll"]
                : ["exec", paths.Runtime + "/dotnet/bootstrap.dll"],
        },
        RuntimeFamily.Provided => new() { FileName = EntryPoint(definition, paths) ?? "bootstrap" },
        RuntimeFamily.Ruby or RuntimeFamily.Java or _ => throw new ArgumentOutOfRangeException(nameof(family)),
    };

    /// <summary>A handler that names an assembly only: a program that speaks the Runtime API itself.</summary>
    public static bool IsExecutableAssembly(string handler) => !handler.Contains("::", StringComparison.Ordinal);

    /// <returns>The custom runtime's <c>bootstrap</c>; null when the package and the layers have none.</returns>
    public static string? EntryPoint(FunctionDefinition definition, SandboxPaths paths)
    {
        if (ExecutableSearch.IsExecutable(Path.Combine(definition.CodeDirectory, "bootstrap")))
        {
            return paths.Task + "/bootstrap";
        }

        return definition.LayersDirectory is { } layers && ExecutableSearch.IsExecutable(Path.Combine(layers, "bootstrap"))
            ? paths.Opt + "/bootstrap"
            : null;
    }
}
