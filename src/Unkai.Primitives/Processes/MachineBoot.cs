namespace Unkai;

/// <summary>Tells one run of the machine from the next.</summary>
public static class MachineBoot
{
    private const string Path = "/proc/sys/kernel/random/boot_id";

    /// <summary>A name that the machine has until it stops; null where it has none.</summary>
    public static string? Id { get; } = File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;
}
