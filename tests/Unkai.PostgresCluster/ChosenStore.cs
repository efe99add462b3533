namespace Unkai.PostgresCluster;

/// <summary>The engine that a suite runs on: <c>UNKAI_TEST_STORE=postgres</c> chooses PostgreSQL.</summary>
public static class ChosenStore
{
    /// <summary>Whether it is PostgreSQL.</summary>
    public static bool IsPostgres => Environment.GetEnvironmentVariable("UNKAI_TEST_STORE") == "postgres";

    /// <summary>A new database's URL; null when the suite runs on the embedded engine.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is chosen and cannot be had.</exception>
    public static async Task<string?> DatabaseAsync()
    {
        if (!IsPostgres)
        {
            return null;
        }

        var (cluster, missing) = await Cluster.SharedAsync();
        return await (cluster ?? throw new InvalidOperationException(missing)).CreateDatabaseAsync();
    }
}
