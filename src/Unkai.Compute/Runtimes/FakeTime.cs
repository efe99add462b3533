using System.Globalization;

namespace Unkai.Compute;

/// <summary>libfaketime, where it is installed: a function's process then reads the world's time from its system's clock.</summary>
/// <remarks>
/// The offset is set when a process starts; from there its clock goes on by itself. Only for Node.js: with libfaketime 0.9.10 timed waits of
/// Python's threads never end (threading.Event().wait(0.2), tried with 3.11 and 3.12), without its faked monotonic clock time.sleep fails; .NET has not
/// been tried, and a program of the user's may be linked statically. Source: libfaketime's README, "LD_PRELOAD" and FAKETIME.
/// </remarks>
internal sealed class FakeTime
{
    private static readonly string[] s_roots = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];

    /// <summary>What a process's clock may be off before it counts as wrong.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(1);

    /// <summary>How far the world may move on before an idle process is too old to be used again.</summary>
    private static readonly TimeSpan s_drift = TimeSpan.FromMinutes(1);

    private FakeTime(string library) => Library = library;

    /// <summary>The library's path, for several threads.</summary>
    public string Library { get; }

    /// <returns>Null where it is not installed.</returns>
    public static FakeTime? Find() => s_roots
        .Where(Directory.Exists)
        .SelectMany(static root => Directory.EnumerateDirectories(root).Prepend(root))
        .Select(static folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
        .FirstOrDefault(File.Exists) is { } library ? new FakeTime(library) : null;

    /// <summary>By how much a new process's clock is to be off the machine's; null: not at all.</summary>
    public static TimeSpan? OffsetOf(FunctionDefinition definition, RuntimeFamily family, MachineClock machine) =>
        definition.WorldTime is { } world && family == RuntimeFamily.NodeJs && world.GetUtcNow() - machine.UtcNow is var offset && offset.Duration() >= s_tolerance ? offset : null;

    /// <summary>Whether a process that was started with <paramref name="offset"/> still reads nearly the world's time.</summary>
    public static bool IsTrue(TimeSpan? offset, FunctionDefinition definition, RuntimeFamily family, MachineClock machine) =>
        ((OffsetOf(definition, family, machine) ?? TimeSpan.Zero) - (offset ?? TimeSpan.Zero)).Duration() < s_drift;

    /// <summary>The same program with its clock off by <paramref name="offset"/>. What makes the sandbox keeps the machine's time: it would not bear the library.</summary>
    public ProcessCommand Wrap(ProcessCommand program, TimeSpan offset)
    {
        var preloaded = program.Environment.TryGetValue("LD_PRELOAD", out var own) ? $"{Library}:{own}" : Library;
        return program with
        {
            FileName = "/usr/bin/env",
            Arguments =
            [
                "LD_PRELOAD=" + preloaded,
                "FAKETIME=" + offset.TotalSeconds.ToString("+0.000;-0.000", CultureInfo.InvariantCulture),
                "FAKETIME_DISABLE_SHM=1",
                program.FileName,
                .. program.Arguments,
            ],
        };
    }
}
