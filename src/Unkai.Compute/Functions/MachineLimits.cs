namespace Unkai.Compute;

/// <summary>What this machine can carry.</summary>
internal static class MachineLimits
{
    /// <summary>The account's default limit: more environments than that are never asked for by one account.</summary>
    private const int EnvironmentsCeiling = 1_000;
    private const int EnvironmentsFloor = 8;

    /// <summary>What a usual function's process takes, in bytes: Node and .NET need 40 to 80 MB, Python 15, and the host its share.</summary>
    private const long BytesPerEnvironment = 192L * 1024 * 1024;

    public static int EnvironmentsMax() =>
        (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerEnvironment, EnvironmentsFloor, EnvironmentsCeiling);
}
